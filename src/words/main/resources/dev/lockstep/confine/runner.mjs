// Starts one program with descriptors of its own for what it says to whoever started this: its descriptor 3 is this one's
// standard input, 4 is the standard output, and whatever it or its children print comes out of the standard error. Opens
// the relay first when the program is confined. Ends with the program, and the program with this. Node alone, no packages.
//
//   node runner.mjs {argv, cwd, env, relay: {socket, policy} | null}     the socket is named from the working directory

import { spawn } from 'node:child_process';
import process from 'node:process';
import { relay } from './relay.mjs';

const TICK_MS = 1_000;
const { argv, cwd, env, relay: opening } = JSON.parse(process.argv[2]);

if (opening) {
  await relay(opening.socket, opening.policy);
}
const child = spawn(argv[0], argv.slice(1), { cwd, env, detached: true, stdio: ['ignore', 2, 2, 0, 1] });
child.on('error', (error) => {
  process.stderr.write(`${argv[0]} could not be started: ${error.code}\n`);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));

// A program that never reads would not notice that whoever started this is gone.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } finally {
      process.exit(1);
    }
  }
}, TICK_MS);

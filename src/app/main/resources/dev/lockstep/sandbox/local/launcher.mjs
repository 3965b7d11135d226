// Starts one process in a process group of its own and stays with it: the process outlives the application that asked
// for it, and does not outlive it for long. When the process is confined, it opens the relay through which that connects.
// Node alone, no packages.
//
//   node launcher.mjs run <folder>   reads {argv, env, cwd, timeMs, memoryBytes, heartbeatMs, mark, relay: {socket, policy}}
//                                    from the standard input; without a relay the process is not confined
//   node launcher.mjs end <folder>   ends what a launcher that is gone has left
//
// In the folder: state.json (whom it started), out-N.log (what that said, in frames), heartbeat (touched by the
// application), stop.json (how long to wait between asking and ending), exit.json (how it ended, written last).

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { relay } from './relay.mjs';

const [mode, folder] = process.argv.slice(2);

const SEGMENT_BYTES = 32 * 1024 * 1024;
const TICK_MS = 1_000;
const POLL_MS = 50;
const USUAL_GRACE_MS = 5_000;
// What the group's leader leaves behind gets this long.
const REST_GRACE_MS = 2_000;
const KILL_MS = 5_000;
const MARK = 'LOCKSTEP_SANDBOX_RUN';

const file = (name) => path.join(folder, name);

function writeJson(name, value) {
  const draft = file(`${name}.tmp`);
  fs.writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
  fs.renameSync(draft, file(name));
}

function readJson(name) {
  try {
    return JSON.parse(fs.readFileSync(file(name), 'utf8'));
  } catch {
    return null;
  }
}

// ---- processes ----

const hasProc = fs.existsSync('/proc/self/stat');

/** {state, group, start} of a process, from Linux; null when it is gone. */
function stat(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], group: Number(fields[2]), start: fields[19] };
  } catch {
    return null;
  }
}

function isMarked(pid, mark) {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${MARK}=${mark}`);
  } catch {
    return false;
  }
}

const pids = () => fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);

/** Who of the group lives. A zombie does not: where nobody reaps them they stay for ever. */
function groupMembers(group) {
  return pids().filter((pid) => {
    const seen = stat(pid);
    return seen !== null && seen.group === group && seen.state !== 'Z' && seen.state !== 'X';
  });
}

/** Who has left the group for one of its own: a daemon still has the mark in its environment. */
function strays(group, mark) {
  return pids().filter((pid) => {
    const seen = stat(pid);
    return seen !== null && seen.group !== group && seen.state !== 'Z' && pid !== process.pid && isMarked(pid, mark);
  });
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isLeft(group, mark) {
  return hasProc ? groupMembers(group).length > 0 || strays(group, mark).length > 0 : send(-group, 0);
}

/** @param confined whether the leader is the wall itself, which has to stand for as long as those in it are ending */
function sendAll(group, mark, confined, signal) {
  if (confined && signal !== 'SIGKILL') {
    groupMembers(group).filter((pid) => pid !== group).forEach((pid) => send(pid, signal));
  } else {
    send(-group, signal);
  }
  if (hasProc) {
    strays(group, mark).forEach((pid) => send(pid, signal));
  }
}

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function gone(group, mark, withinMs) {
  for (const end = performance.now() + withinMs; performance.now() < end; await after(POLL_MS)) {
    if (!isLeft(group, mark)) {
      return true;
    }
  }
  return !isLeft(group, mark);
}

async function endGroup(group, mark, confined, graceMs) {
  if (!isLeft(group, mark)) {
    return;
  }
  sendAll(group, mark, confined, 'SIGTERM');
  if (await gone(group, mark, graceMs)) {
    return;
  }
  for (const end = performance.now() + KILL_MS; performance.now() < end; ) {
    sendAll(group, mark, confined, 'SIGKILL');
    if (await gone(group, mark, 4 * POLL_MS)) {
      return;
    }
  }
}

/** What the group has resident, in bytes, or 0 where nobody can tell. */
function resident(group) {
  if (!hasProc) {
    return 0;
  }
  let kilobytes = 0;
  for (const pid of groupMembers(group)) {
    try {
      const found = /^VmRSS:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'));
      kilobytes += found ? Number(found[1]) : 0;
    } catch {
      // It has ended since.
    }
  }
  return kilobytes * 1024;
}

// ---- what it says ----

class Log {
  segment = 0;
  size = 0;
  open = fs.openSync(file('out-0.log'), 'a', 0o600);

  /** A frame: the stream, the time in milliseconds, the length, the bytes. */
  write(stream, bytes) {
    const header = Buffer.alloc(13);
    header.writeUInt8(stream, 0);
    header.writeBigUInt64BE(BigInt(Date.now()), 1);
    header.writeUInt32BE(bytes.length, 9);
    const frame = Buffer.concat([header, bytes]);
    if (this.size > 0 && this.size + frame.length > SEGMENT_BYTES) {
      this.next();
    }
    const before = this.size;
    try {
      for (let at = 0; at < frame.length; ) {
        at += fs.writeSync(this.open, frame, at);
      }
      this.size += frame.length;
    } catch {
      // The disk is full: a half frame would spoil those after it.
      try {
        fs.ftruncateSync(this.open, before);
      } catch {
        this.size = before;
      }
    }
  }

  /** The newest two segments are kept. */
  next() {
    try {
      const open = fs.openSync(file(`out-${this.segment + 1}.log`), 'a', 0o600);
      fs.closeSync(this.open);
      this.open = open;
      this.segment += 1;
      this.size = 0;
      fs.rmSync(file(`out-${this.segment - 2}.log`), { force: true });
    } catch {
      // Goes on in the old one.
    }
  }
}

// ---- the two things it does ----

/** The wall reports the signal that ended a process as shells do. */
function ending128(code) {
  const [name] = Object.entries(os.constants.signals).find(([, number]) => number === code - 128) ?? [null];
  return name;
}

async function run() {
  const request = JSON.parse(fs.readFileSync(0, 'utf8'));
  const confined = Boolean(request.relay);
  const log = new Log();
  let child = null;
  let cause = 'FINISHED';
  let ending = null;

  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  process.on('SIGTERM', () => end('STOPPED', readJson('stop.json')?.graceMs ?? USUAL_GRACE_MS));

  const tell = (text) => {
    try {
      fs.writeSync(1, `${text}\n`);
    } catch {
      // Whoever asked is gone; the heartbeat will tell.
    }
  };

  function finish(code, signal) {
    writeJson('exit.json', { cause, code, signal, at: Date.now() });
    process.exit(0);
  }

  function end(why, graceMs) {
    if (ending === null && child?.pid) {
      cause = why;
      ending = endGroup(child.pid, request.mark, confined, graceMs);
    }
  }

  if (confined) {
    await relay(request.relay.socket, request.relay.policy);
  }
  child = spawn(request.argv[0], request.argv.slice(1), {
    cwd: request.cwd,
    env: { ...request.env, [MARK]: request.mark },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

  child.on('error', (error) => {
    if (child.pid === undefined) {
      cause = 'NOT_STARTED';
      tell(`failed ${error.code ?? 'UNKNOWN'}`);
      finish(null, null);
    }
  });
  if (child.pid === undefined) {
    return;
  }

  writeJson('state.json', {
    launcher: process.pid,
    pid: child.pid,
    start: stat(child.pid)?.start ?? null,
    mark: request.mark,
    confined,
    timeMs: request.timeMs ?? null,
    memoryBytes: request.memoryBytes,
    heartbeatMs: request.heartbeatMs,
  });
  tell(`started ${child.pid}`);

  child.stdout.on('data', (bytes) => log.write(1, bytes));
  child.stderr.on('data', (bytes) => log.write(2, bytes));

  const closed = new Promise((resolve) => child.on('close', resolve));
  child.on('exit', async (code, signal) => {
    clearInterval(watch);
    await (ending ?? endGroup(child.pid, request.mark, confined, REST_GRACE_MS));
    // A pipe that somebody unfindable holds open must not keep the news back.
    await Promise.race([closed, after(1_000)]);
    const signalled = confined && code > 128 ? ending128(code) : null;
    finish(signalled === null ? code : null, signalled ?? signal);
  });

  if (request.timeMs) {
    setTimeout(() => end('TIMED_OUT', USUAL_GRACE_MS), Math.min(request.timeMs, 0x7fffffff)).unref();
  }

  // Silence is counted, not read off a clock: a machine that slept must find the application's first word in time.
  const tick = Math.min(TICK_MS, request.heartbeatMs / 4);
  let beat = 0;
  let silence = 0;
  const watch = setInterval(() => {
    let latest = beat;
    try {
      latest = fs.statSync(file('heartbeat')).mtimeMs;
    } catch {
      // The application deletes the whole folder when nobody wants the process any more.
    }
    silence = latest === beat ? silence + tick : 0;
    beat = latest;
    if (silence >= request.heartbeatMs) {
      end('ABANDONED', USUAL_GRACE_MS);
    } else if (resident(child.pid) > request.memoryBytes) {
      end('OUT_OF_MEMORY', 0);
    }
  }, tick);
}

async function endLeftovers() {
  const state = readJson('state.json');
  if (state === null || readJson('exit.json') !== null) {
    return;
  }
  const leader = stat(state.pid);
  const isOurs = hasProc
    ? leader === null
      ? groupMembers(state.pid).some((pid) => isMarked(pid, state.mark)) || strays(state.pid, state.mark).length > 0
      : leader.start === state.start
    : send(-state.pid, 0);
  if (isOurs) {
    await endGroup(state.pid, state.mark, state.confined === true, REST_GRACE_MS);
  }
}

if (mode === 'run') {
  await run();
} else {
  await endLeftovers();
}

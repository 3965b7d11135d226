// Runs an app's "use node" modules. Lines of JSON come in at descriptor 3 and go out at 4, so that the standard output is
// the app's own; what it prints by console or process.stdout becomes log lines of its call here, the rest outside.
//
//   node harness.mjs FOLDER_OF_THE_MODULES [TEMPORARY_FOLDER]
import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

const calls = new AsyncLocalStorage();
const waiting = new Map();
const folder = pathToFileURL(process.argv[2] + '/').href;
const input = new Socket({ fd: 3, readable: true, writable: false });
const output = new Socket({ fd: 4, readable: false, writable: true });
const say = (message) => output.write(JSON.stringify(message) + '\n');
const temporary = process.argv[3];
let lastId = 0;

if (temporary !== undefined) {
  // By no variable, since an app sees its own alone.
  os.tmpdir = () => temporary;
  syncBuiltinESMExports();
}

function log(level, args) {
  const call = calls.getStore();
  if (call !== undefined) {
    const message = args.map((arg) => inspect(arg, { depth: 4 })).join(' ');
    say({ type: 'log', call, level, message });
  }
}
for (const [name, level] of Object.entries({ log: 'LOG', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'LOG', dir: 'LOG' })) {
  console[name] = (...args) => log(level, args);
}
for (const [stream, level] of [[process.stdout, 'LOG'], [process.stderr, 'ERROR']]) {
  stream.write = (text) => {
    log(level, [String(text)]);
    return true;
  };
}

function ask(op, json) {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    say({ type: 'syscall', call: calls.getStore(), id, op, json });
  });
}
const jsCalls = {
  'storage/storeBlob': async ({ blob, options }) => {
    const bytes = Buffer.from(await blob.arrayBuffer());
    const call = { blob: bytes.toString('base64'), contentType: blob.type, sha256: options?.sha256 };
    return JSON.parse(await ask('1.0/storageStore', JSON.stringify(call)));
  },
  'storage/getBlob': async ({ storageId }) => {
    const stored = JSON.parse(await ask('1.0/storageGet', JSON.stringify({ storageId })));
    return stored === null ? null : new Blob([Buffer.from(stored.blob, 'base64')], { type: stored.contentType ?? '' });
  },
};
globalThis.Convex = {
  syscall: (op) => {
    throw new Error(`Unknown operation ${op}`);
  },
  asyncSyscall: ask,
  jsSyscall: (op, argument) => {
    if (!Object.hasOwn(jsCalls, op)) {
      throw new Error(`Unknown operation ${op}`);
    }
    return jsCalls[op](argument);
  },
};

/** What Node's permission model refused, and what it allows; Node's own words name neither, but options to start it with. */
function refused({ message, permission, resource }) {
  const words = message.replace(/\.\s*(Use --allow-[a-z-]+ to manage permissions\.)?\s*$/, '');
  const what = [permission, resource].filter(Boolean).join(' ');
  return `${words}${what && ` (${what})`}. Functions that say "use node" read their own code, write to os.tmpdir() and start no programs here`;
}

function described(thrown) {
  const stack = String(thrown?.stack ?? '').replaceAll(folder, '/convex/');
  if (typeof thrown === 'object' && thrown !== null && Symbol.for('ConvexError') in thrown) {
    const data = typeof thrown.data === 'string' ? thrown.data : JSON.stringify(thrown.data ?? null);
    return { message: `Uncaught ConvexError: ${thrown.message}`, stack, data };
  }
  if (thrown instanceof Error) {
    return { message: `Uncaught ${thrown.name}: ${thrown.code === 'ERR_ACCESS_DENIED' ? refused(thrown) : thrown.message}`, stack };
  }
  return { message: `Uncaught ${inspect(thrown)}`, stack };
}

const work = {
  invoke: async ({ module, function: name, args, requestId }) =>
    (await import(folder + module))[name].invokeAction(requestId, args),
  analyze: async ({ module }) => {
    const exported = await import(folder + module);
    const functions = [];
    for (const [name, value] of Object.entries(exported)) {
      if (value?.isAction && (value.isPublic || value.isInternal)) {
        functions.push({
          name,
          udfType: 'Action',
          visibility: { kind: value.isPublic ? 'public' : 'internal' },
          args: value.exportArgs?.() ?? '{"type":"any"}',
          returns: value.exportReturns?.() ?? 'null',
        });
      } else if (value?.isQuery || value?.isMutation) {
        throw new Error(`\`${name}\` is not an action, and only actions can be in files that say "use node"`);
      }
    }
    return JSON.stringify({ functions, httpRoutes: null, cronSpecs: null });
  },
};

function answer({ id, json, error }) {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) {
    asked?.resolve(json);
  } else {
    asked?.reject(Object.assign(new Error(error.message), error.data === undefined ? {} : { data: error.data }));
  }
}

process.on('unhandledRejection', (reason) => log('ERROR', ['Unhandled rejection', reason]));
createInterface({ input })
  .on('line', (line) => {
    const message = JSON.parse(line);
    if (message.type === 'environment') {
      Object.keys(process.env).forEach((name) => delete process.env[name]);
      Object.assign(process.env, message.variables);
    } else if (message.type === 'answer') {
      answer(message);
    } else {
      calls.run(message.call, () =>
        work[message.type](message).then(
          (result) => say({ type: 'done', call: message.call, result: result ?? 'null' }),
          (error) => say({ type: 'failed', call: message.call, error: described(error) }),
        ),
      );
    }
  })
  // Whoever started this is gone.
  .on('close', () => process.exit(0));

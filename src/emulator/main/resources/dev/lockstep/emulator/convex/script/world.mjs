// Worlds: contexts of V8 with the modules of one code version in them. Two kinds: a kept one serves call after call, its
// built-ins are sealed and looked over after each; a fresh one serves a single call.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { TextDecoder, TextEncoder } from 'node:util';
import vm from 'node:vm';
import zlib from 'node:zlib';
import { statefulModules } from './state.mjs';

const ROOT = '/convex/';
/** A bomb must not take the process with it. */
const MAX_UNPACKED = 64 << 20;
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const script = (name) => new vm.Script(fs.readFileSync(path.join(here, `${name}.js`), 'utf8'), { filename: `${name}.js` });
const outer = { prelude: script('prelude'), runtime: script('runtime'), web: script('web'), guard: script('guard') };
// Read now: whoever started this takes the folder away when it ends.
const parts = new Map(
  ['bodies', 'codec', 'events', 'fetch', 'streams', 'subtle', 'text', 'url'].map((name) => [name, script(name)]),
);
const encoder = new TextEncoder();
const packers = {
  gzip: [zlib.gzipSync, zlib.gunzipSync],
  deflate: [zlib.deflateSync, zlib.inflateSync],
  'deflate-raw': [zlib.deflateRawSync, zlib.inflateRawSync],
};

// Windows-1252 where ISO 8859-1 has control characters; some versions of Node decode both alike.
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const repaired = (encoding, text) =>
  encoding === 'windows-1252' ? text.replace(/[\x80-\x9f]/g, (letter) => WINDOWS_1252[letter.charCodeAt(0) - 0x80]) : text;

// Stacks tell nothing of what is around the functions.
Error.prepareStackTrace = (error, frames) => {
  let head;
  try {
    head = String(error);
  } catch {
    head = 'Error';
  }
  return [head, ...frames.filter((frame) => !/^(file|node):/.test(frame.getFileName() ?? '')).map((frame) => `    at ${frame}`)].join('\n');
};

/** One component's modules with the variables that they see, and the worlds that are ready for a call. */
export class Code {
  #ready = { kept: [], fresh: [] };
  #used = [];
  #cached = new Map();

  /** @param given `{modules: {path: source}, environment, trackMissing}` */
  constructor(given) {
    this.modules = new Map(Object.entries(given.modules));
    this.environment = given.environment;
    this.trackMissing = given.trackMissing === true;
  }

  /** Makes a world ready with these modules evaluated; the modules that keep state, if that is asked for. */
  async prepare(kept, modules, asksForState) {
    const ready = kept ? this.#ready.kept : this.#ready.fresh;
    if (ready.length === 0) {
      const world = new World(this);
      if (kept) {
        world.guard();
      }
      await world.preload(modules);
      if (kept) {
        world.seal();
      }
      ready.push(world);
    }
    return asksForState ? statefulModules(this.modules) : [];
  }

  /** A world for one call; none when a kept one was wanted and is not there any more. */
  take(kept) {
    return kept ? this.#ready.kept.pop() : (this.#ready.fresh.pop() ?? new World(this));
  }

  /** A kept world whose call has ended: what its code has still to run has not run yet. */
  giveBack(world) {
    this.#used.push(world);
  }

  /** All that could run has run. */
  lookOver() {
    for (let world = this.#used.pop(); world !== undefined; world = this.#used.pop()) {
      if (world.isClean()) {
        this.#ready.kept.push(world);
      }
    }
  }

  compiled(file, context, importModuleDynamically) {
    const source = this.modules.get(file);
    const options = { identifier: ROOT + file, context, importModuleDynamically };
    if (this.#cached.has(file)) {
      return new vm.SourceTextModule(source, { ...options, cachedData: this.#cached.get(file) });
    }
    const module = new vm.SourceTextModule(source, options);
    // Node 20 forgets the callback of a module that comes out of a cache.
    if (!/\bimport\s*\(/.test(source)) {
      this.#cached.set(file, module.createCachedData());
    }
    return module;
  }
}

class World {
  #code;
  #sandbox = Object.create(null);
  #context;
  #runtime;
  #guard;
  #modules = new Map();
  #linked = Promise.resolve();
  #call = null;
  #finished = () => undefined;
  #clock = 0;
  #globals;

  constructor(code) {
    this.#code = code;
    // No prototype: the context looks names up on the whole chain.
    this.#context = vm.createContext(this.#sandbox, { name: 'functions' });
    const host = this.#host();
    this.#run('prelude')(host);
    this.#runtime = this.#run('runtime')(host);
    this.#run('web')(host, this.#runtime.web);
    this.#runtime.begin(
      JSON.stringify({
        kind: 'import',
        seed: 0,
        requestId: '',
        now: Date.now(),
        frozen: false,
        environment: code.environment,
        trackMissing: code.trackMissing,
      }),
    );
  }

  #run(name) {
    return outer[name].runInContext(this.#context);
  }

  /** Evaluates modules. One that fails says so when it is called. */
  async preload(files) {
    for (const file of files) {
      await this.#import(ROOT + file).catch(() => undefined);
    }
  }

  /** It will serve call after call. */
  guard() {
    this.#guard = this.#run('guard');
  }

  seal() {
    this.#guard.seal();
    this.#globals = Reflect.ownKeys(this.#sandbox).map((name) => [name, this.#sandbox[name]]);
  }

  /** Whether nothing that calls could change is different from when it was sealed. */
  isClean() {
    if (Reflect.ownKeys(this.#sandbox).length !== this.#globals.length) {
      return false;
    }
    for (const [name, value] of this.#globals) {
      if (this.#sandbox[name] !== value) {
        return false;
      }
    }
    return this.#guard.isClean();
  }

  /**
   * @param call what the code's questions go to
   * @param finished gets `0` and a result, or `1` and a described error, both JSON
   * @param invoke the runtime's function to call, and its arguments
   */
  start(call, finished, terms, invoke) {
    this.#call = call;
    this.#finished = finished;
    this.#clock = terms.now - Date.now();
    this.#runtime.begin(JSON.stringify(terms));
    const [name, ...given] = invoke;
    this.#runtime[name](...given);
  }

  settle(question, envelope) {
    this.#runtime.settle(question, envelope);
  }

  /** The call has ended; what is left of its code has nobody to ask. */
  giveBack() {
    this.#code.giveBack(this);
  }

  /** Texts, numbers and views of bytes cross, and functions that take them: no object of this realm reaches the code. */
  #host() {
    const refused = (op) => `1${JSON.stringify({ message: `Can't use ${op} at import time. Move it into a function.` })}`;
    return Object.assign(Object.create(null), {
      syscall: (op, json) => this.#call?.syscall(op, json) ?? refused(op),
      asyncSyscall: (op, json) => this.#call?.asyncSyscall(op, json) ?? refused(op),
      fetch: (json) => this.#call?.asyncSyscall('fetch', json) ?? refused('fetch'),
      timer: (milliseconds) => this.#call?.timer(milliseconds) ?? refused('setTimeout'),
      usedTime: () => void this.#call?.usedTime(),
      unread: (report) => void this.#call?.unread(report),
      log: (level, text) => void this.#call?.log(level, text),
      done: (envelope) => void this.#finished(envelope),
      now: () => Date.now() + this.#clock,
      load: (file, resolve, reject, fail) =>
        void this.#import(file).then(
          (module) => resolve(module.namespace),
          (error) => (error instanceof Error ? fail(error.name, error.message) : reject(error)),
        ),
      part: (name) => parts.get(name).runInContext(this.#context),
      fill: (bytes) => void randomBytes(bytes.length).copy(bytes),
      toBase64: (bytes, url) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(url ? 'base64url' : 'base64'),
      readBase64: (text, bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(text, 'base64'),
      utf8Length: (text) => Buffer.byteLength(text),
      utf8Write: (text, bytes) => {
        const { read, written } = encoder.encodeInto(text, bytes);
        return `${read},${written}`;
      },
      encodingName: (label) => {
        try {
          return new TextDecoder(label).encoding;
        } catch {
          return null;
        }
      },
      decoder: (label, fatal, ignoreBOM) => {
        const decoder = new TextDecoder(label, { fatal, ignoreBOM });
        return (bytes, stream) => {
          try {
            return repaired(decoder.encoding, decoder.decode(bytes, { stream }));
          } catch {
            return null;
          }
        };
      },
      detach: (buffer) => void structuredClone(buffer, { transfer: [buffer] }),
      pack: (format, bytes) => packers[format][0](bytes).toString('base64'),
      unpack: (format, bytes) => {
        try {
          return packers[format][1](bytes, { maxOutputLength: MAX_UNPACKED }).toString('base64');
        } catch {
          return null;
        }
      },
    });
  }

  async #import(file) {
    const module = this.#module(file);
    // One after the other: a module that two link at once would be evaluated half linked.
    this.#linked = this.#linked.then(() =>
      module.status === 'unlinked' ? module.link((name, from) => this.#module(name, from.identifier)) : undefined,
    );
    const linked = this.#linked;
    this.#linked = linked.catch(() => undefined);
    await linked;
    await module.evaluate();
    return module;
  }

  #module(name, from = ROOT) {
    const file = /^\.{0,2}\//.test(name) ? path.posix.resolve(path.posix.dirname(from), name) : name;
    const relative = file.startsWith(ROOT) ? file.slice(ROOT.length) : undefined;
    if (relative === undefined || !this.#code.modules.has(relative)) {
      throw new TypeError(`Cannot find module '${name}'${from === ROOT ? '' : ` imported from ${from.slice(ROOT.length)}`}`);
    }
    if (!this.#modules.has(relative)) {
      this.#modules.set(
        relative,
        this.#code.compiled(relative, this.#context, (wanted, importer) => this.#dynamic(wanted, importer.identifier)),
      );
    }
    return this.#modules.get(relative);
  }

  /** What `import(…)` in a module gives, with errors of the module's own realm. */
  async #dynamic(name, from) {
    let file;
    try {
      this.#module(name, from);
      file = /^\.{0,2}\//.test(name) ? path.posix.resolve(path.posix.dirname(from), name) : name;
    } catch (error) {
      throw this.#runtime.failure('TypeError', error.message);
    }
    return this.#import(file).catch((error) => {
      throw error instanceof Error ? this.#runtime.failure(error.name, error.message) : error;
    });
  }
}

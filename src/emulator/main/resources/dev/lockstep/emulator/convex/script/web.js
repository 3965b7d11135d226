// The parts of the web platform that functions use. What is small is here; what is large is a part in a file of its own,
// evaluated when code first names something of it, so that a function pays for what it uses. Evaluates to a function
// that is handed the host's functions and what runtime.js shares.
(function (host, web) {
  'use strict';

  function define(name, value) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }

  // ---- parts
  const parts = new Map();
  web.part = (name) => {
    if (!parts.has(name)) {
      parts.set(name, host.part(name)(host, web));
    }
    return parts.get(name);
  };
  function fromPart(part, names) {
    for (const name of names) {
      Object.defineProperty(globalThis, name, {
        configurable: true,
        enumerable: false,
        get() {
          const value = web.part(part)[name];
          define(name, value);
          return value;
        },
        set: (value) => define(name, value),
      });
    }
  }
  fromPart('url', ['URL', 'URLSearchParams']);
  fromPart('events', [
    'Event',
    'CustomEvent',
    'ErrorEvent',
    'MessageEvent',
    'EventTarget',
    'AbortSignal',
    'AbortController',
    'MessagePort',
    'MessageChannel',
  ]);
  fromPart('streams', [
    'ReadableStream',
    'ReadableStreamDefaultReader',
    'ReadableStreamBYOBReader',
    'ReadableStreamDefaultController',
    'ReadableByteStreamController',
    'ReadableStreamBYOBRequest',
    'WritableStream',
    'WritableStreamDefaultWriter',
    'WritableStreamDefaultController',
    'TransformStream',
    'TransformStreamDefaultController',
    'CountQueuingStrategy',
    'ByteLengthQueuingStrategy',
  ]);
  fromPart('codec', ['TextEncoder', 'TextDecoder']);
  fromPart('text', ['TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream']);
  fromPart('bodies', ['Blob', 'File', 'FormData']);
  fromPart('fetch', ['Headers', 'Request', 'Response']);
  fromPart('subtle', ['CryptoKey', 'SubtleCrypto']);
  define('fetch', (input, init) => web.part('fetch').fetch(input, init));

  web.onlyInActions = (name) => {
    const kind = web.call().kind;
    if (kind === 'query' || kind === 'mutation') {
      throw new Error(
        `Can't use ${name} in queries and mutations. Please consider using an action. ` +
          'See https://docs.convex.dev/functions/actions for more details.',
      );
    }
    if (kind === 'import') {
      throw new Error(`Can't use ${name} at import time. Move it into a function.`);
    }
  };

  // ---- errors
  const codes = new Map(
    Object.entries({
      IndexSizeError: 1,
      NotFoundError: 8,
      NotSupportedError: 9,
      InvalidStateError: 11,
      SyntaxError: 12,
      InvalidAccessError: 15,
      TypeMismatchError: 17,
      SecurityError: 18,
      NetworkError: 19,
      AbortError: 20,
      QuotaExceededError: 22,
      TimeoutError: 23,
      DataCloneError: 25,
      InvalidCharacterError: 5,
    }),
  );
  class DOMException extends Error {
    #name;
    constructor(message = '', options = 'Error') {
      super(message, typeof options === 'object' && options !== null && 'cause' in options ? { cause: options.cause } : undefined);
      this.#name = typeof options === 'object' && options !== null ? String(options.name ?? 'Error') : String(options);
    }
    get name() {
      return this.#name;
    }
    get code() {
      return codes.get(this.#name) ?? 0;
    }
  }
  define('DOMException', DOMException);

  // ---- base64, in the engine's own code
  const badBase64 = () => new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  const readBase64 = Uint8Array.fromBase64;
  const writeBase64 = Uint8Array.prototype.toBase64;
  web.fromBase64 = (text) => readBase64(text);
  web.toBase64 = (bytes) => writeBase64.call(bytes);
  define('btoa', (value) => {
    const text = String(value);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 255) {
        throw new DOMException('The string contains characters outside of the Latin1 range.', 'InvalidCharacterError');
      }
      bytes[i] = code;
    }
    return web.toBase64(bytes);
  });
  define('atob', (value) => {
    const text = String(value).replace(/[\t\n\f\r ]/g, '');
    let bytes;
    try {
      // Uint8Array.fromBase64 wants all of the padding or none of it, as atob does.
      bytes = readBase64(text, { lastChunkHandling: 'loose' });
    } catch {
      throw badBase64();
    }
    let out = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      out += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192));
    }
    return out;
  });

  // ---- tasks, timers, clones
  define('queueMicrotask', (task) => {
    if (typeof task !== 'function') {
      throw new TypeError('queueMicrotask needs a function');
    }
    Promise.resolve()
      .then(task)
      .catch((error) => console.error(error));
  });
  let lastTimer = 0;
  const running = new Set();
  web.wait = (delay, task) => {
    web.onlyInActions('setTimeout');
    const number = Number(delay);
    return web.start(host.timer(number > 0 ? number : 0)).then(task);
  };
  function timer(name, task, delay, args, again) {
    web.onlyInActions(name);
    if (typeof task !== 'function') {
      throw new TypeError(`${name} needs a function`);
    }
    const id = ++lastTimer;
    running.add(id);
    const arm = () =>
      web.wait(delay, () => {
        if (!running.has(id)) {
          return;
        }
        if (!again) {
          running.delete(id);
        }
        try {
          task(...args);
        } catch (error) {
          console.error(error);
        }
        if (again && running.has(id)) {
          arm();
        }
      });
    arm();
    return id;
  }
  define('setTimeout', (task, delay, ...args) => timer('setTimeout', task, delay, args, false));
  define('setInterval', (task, delay, ...args) => timer('setInterval', task, delay, args, true));
  define('clearTimeout', (id) => void running.delete(id));
  define('clearInterval', (id) => void running.delete(id));
  function cloneError(value, seen, keep) {
    const makers = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
    const copy = keep(Object.create((makers[value.name] ?? Error).prototype));
    for (const field of ['message', 'stack', 'cause']) {
      if (Object.hasOwn(value, field)) {
        Object.defineProperty(copy, field, { value: clone(value[field], seen), writable: true, configurable: true });
      }
    }
    return copy;
  }
  function clone(value, seen) {
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError');
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (seen.has(value)) {
      return seen.get(value);
    }
    const keep = (copy) => {
      seen.set(value, copy);
      return copy;
    };
    if (value instanceof Date) {
      return keep(new Date(value.getTime()));
    }
    if (value instanceof RegExp) {
      return keep(new RegExp(value.source, value.flags));
    }
    if (value instanceof Boolean || value instanceof Number || value instanceof String) {
      return keep(Object(value.valueOf()));
    }
    if (value instanceof ArrayBuffer) {
      return keep(value.slice(0));
    }
    if (ArrayBuffer.isView(value)) {
      return keep(new value.constructor(clone(value.buffer, seen), value.byteOffset, value.length ?? value.byteLength));
    }
    if (value instanceof Map) {
      const copy = keep(new Map());
      value.forEach((item, key) => copy.set(clone(key, seen), clone(item, seen)));
      return copy;
    }
    if (value instanceof Set) {
      const copy = keep(new Set());
      value.forEach((item) => copy.add(clone(item, seen)));
      return copy;
    }
    if (value instanceof Error) {
      return cloneError(value, seen, keep);
    }
    if (parts.has('bodies') && value instanceof Blob) {
      return keep(value);
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) {
      throw new DOMException(`${Object.prototype.toString.call(value)} could not be cloned.`, 'DataCloneError');
    }
    const copy = keep(Array.isArray(value) ? new Array(value.length) : {});
    for (const key of Object.keys(value)) {
      copy[key] = clone(value[key], seen);
    }
    return copy;
  }
  define('structuredClone', (value, options) => {
    const seen = new Map();
    for (const item of options?.transfer ?? []) {
      if (!(item instanceof ArrayBuffer)) {
        throw new DOMException('Only an ArrayBuffer can be transferred.', 'DataCloneError');
      }
      seen.set(item, item.transfer());
    }
    return clone(value, seen);
  });

  // ---- crypto
  function randomBytes(count) {
    const bytes = new Uint8Array(count);
    if (web.call().kind === 'action') {
      host.fill(bytes);
      return bytes;
    }
    for (let i = 0; i < count; i++) {
      bytes[i] = web.nextUint32() & 0xff;
    }
    return bytes;
  }
  class Crypto {
    getRandomValues(array) {
      if (!ArrayBuffer.isView(array) || array instanceof Float32Array || array instanceof Float64Array || array instanceof DataView) {
        throw new DOMException('crypto.getRandomValues needs an array of integers.', 'TypeMismatchError');
      }
      if (array.byteLength > 65536) {
        throw new DOMException('More than 65536 bytes were asked for.', 'QuotaExceededError');
      }
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(randomBytes(array.byteLength));
      return array;
    }
    randomUUID() {
      const bytes = randomBytes(16);
      bytes[6] = (bytes[6] & 0x0f) | 0x40;
      bytes[8] = (bytes[8] & 0x3f) | 0x80;
      const hex = bytes.toHex();
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    }
    get subtle() {
      return web.part('subtle').subtle;
    }
  }
  define('Crypto', Crypto);
  define('crypto', new Crypto());
  define('navigator', Object.freeze({ userAgent: 'Convex/1.0', language: 'en-US', languages: Object.freeze(['en-US']), hardwareConcurrency: 1 }));
});

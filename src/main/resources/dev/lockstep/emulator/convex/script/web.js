// The parts of the web platform that functions use, in small. Evaluates to a function that is handed the host's
// functions and what runtime.js shares. What is missing throws a sentence that says so.
(function (host, web) {
  'use strict';
  const realStringify = JSON.stringify;
  const realParse = JSON.parse;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  function define(name, value) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
  function unsupported(name) {
    return new Error(`${name} is not supported in the emulator yet`);
  }
  function onlyInActions(name) {
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
  }

  // ---- base64
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const digits = new Map([...alphabet].map((letter, index) => [letter, index]));
  class DOMException extends Error {
    constructor(message = '', name = 'Error') {
      super(message);
      Object.defineProperty(this, 'name', { value: name });
    }
  }
  function bytesToBase64(bytes) {
    const out = [];
    for (let i = 0; i < bytes.length; i += 3) {
      const chunk = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      out.push(
        alphabet[chunk >> 18],
        alphabet[(chunk >> 12) & 63],
        i + 1 < bytes.length ? alphabet[(chunk >> 6) & 63] : '=',
        i + 2 < bytes.length ? alphabet[chunk & 63] : '=',
      );
    }
    return out.join('');
  }
  function base64ToBytes(text) {
    const clean = text.replace(/[\t\n\f\r ]/g, '').replace(/={1,2}$/, '');
    if (clean.length % 4 === 1) {
      throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
    }
    const out = new Uint8Array(Math.floor((clean.length * 3) / 4));
    let buffer = 0;
    let bits = 0;
    let length = 0;
    for (const letter of clean) {
      const digit = digits.get(letter);
      if (digit === undefined) {
        throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
      }
      buffer = ((buffer << 6) | digit) & 0xffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out[length++] = (buffer >> bits) & 0xff;
      }
    }
    return out;
  }
  define('DOMException', DOMException);
  define('btoa', (text) => {
    const bytes = new Uint8Array(String(text).length);
    for (let i = 0; i < bytes.length; i++) {
      const code = String(text).charCodeAt(i);
      if (code > 255) {
        throw new DOMException('The string contains characters outside of the Latin1 range.', 'InvalidCharacterError');
      }
      bytes[i] = code;
    }
    return bytesToBase64(bytes);
  });
  define('atob', (text) => {
    const bytes = base64ToBytes(String(text));
    let out = '';
    for (const byte of bytes) {
      out += String.fromCharCode(byte);
    }
    return out;
  });

  // ---- tasks, timers, clones
  define('queueMicrotask', (task) => {
    Promise.resolve().then(task);
  });
  let lastTimer = 0;
  const cancelled = new Set();
  function timer(task, delay, args, again) {
    onlyInActions(again ? 'setInterval' : 'setTimeout');
    const id = ++lastTimer;
    const arm = () => {
      web.start(host.timer(Math.max(0, Number(delay) || 0))).then(() => {
        if (cancelled.delete(id)) {
          return;
        }
        task(...args);
        if (again) {
          arm();
        }
      });
    };
    arm();
    return id;
  }
  define('setTimeout', (task, delay, ...args) => timer(task, delay, args, false));
  define('setInterval', (task, delay, ...args) => timer(task, delay, args, true));
  define('clearTimeout', (id) => void (id > 0 && id <= lastTimer && cancelled.add(id)));
  define('clearInterval', (id) => void (id > 0 && id <= lastTimer && cancelled.add(id)));
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
      const copy = keep(new value.constructor(value.message));
      copy.stack = value.stack;
      return copy;
    }
    const copy = keep(Array.isArray(value) ? [] : {});
    for (const key of Object.keys(value)) {
      copy[key] = clone(value[key], seen);
    }
    return copy;
  }
  define('structuredClone', (value) => clone(value, new Map()));

  // ---- crypto
  function randomBytes(count) {
    const kind = web.call().kind;
    if (kind === 'action') {
      return base64ToBytes(host.randomBytes(count));
    }
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      bytes[i] = web.nextUint32() & 0xff;
    }
    return bytes;
  }
  define('crypto', {
    getRandomValues: (array) => {
      if (!ArrayBuffer.isView(array)) {
        throw new TypeError('crypto.getRandomValues needs a typed array');
      }
      if (array.byteLength > 65536) {
        throw new DOMException('More than 65536 bytes were asked for.', 'QuotaExceededError');
      }
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(randomBytes(array.byteLength));
      return array;
    },
    randomUUID: () => {
      const bytes = randomBytes(16);
      bytes[6] = (bytes[6] & 0x0f) | 0x40;
      bytes[8] = (bytes[8] & 0x3f) | 0x80;
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
    get subtle() {
      throw unsupported('crypto.subtle');
    },
  });

  // ---- URL
  const defaultPorts = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21' };
  function percentEncode(text, keep) {
    let out = '';
    for (const letter of text) {
      if (keep.test(letter)) {
        out += letter;
      } else {
        for (const byte of encoder.encode(letter)) {
          out += '%' + byte.toString(16).toUpperCase().padStart(2, '0');
        }
      }
    }
    return out;
  }
  const inPath = /[!-~]/;
  const pathKeeps = { test: (letter) => inPath.test(letter) && !'"#<>?`{}'.includes(letter) };
  const queryKeeps = { test: (letter) => inPath.test(letter) && !'"#<>\''.includes(letter) };
  const formKeeps = /[A-Za-z0-9*._-]/;
  function formEncode(text) {
    return percentEncode(text, { test: (letter) => letter === ' ' || formKeeps.test(letter) }).replace(/ /g, '+');
  }
  function formDecode(text) {
    const spaced = text.replace(/\+/g, ' ');
    const bytes = [];
    const raw = encoder.encode(spaced);
    for (let i = 0; i < raw.length; i++) {
      const pair = raw[i] === 37 ? String.fromCharCode(raw[i + 1] ?? 0, raw[i + 2] ?? 0) : '';
      if (/^[0-9a-fA-F]{2}$/.test(pair)) {
        bytes.push(parseInt(pair, 16));
        i += 2;
      } else {
        bytes.push(raw[i]);
      }
    }
    return decoder.decode(new Uint8Array(bytes));
  }
  class URLSearchParams {
    #pairs = [];
    #changed = () => undefined;
    constructor(init = '') {
      if (typeof init === 'string') {
        this.#read(init);
      } else if (init instanceof URLSearchParams || typeof init?.[Symbol.iterator] === 'function') {
        for (const [name, value] of init) {
          this.#pairs.push([String(name), String(value)]);
        }
      } else if (init) {
        for (const name of Object.keys(init)) {
          this.#pairs.push([name, String(init[name])]);
        }
      }
    }
    static of(query, changed) {
      const params = new URLSearchParams(query);
      params.#changed = () => changed(params.toString());
      return params;
    }
    #read(text) {
      for (const part of text.replace(/^\?/, '').split('&')) {
        if (part !== '') {
          const at = part.indexOf('=');
          this.#pairs.push(
            at < 0 ? [formDecode(part), ''] : [formDecode(part.slice(0, at)), formDecode(part.slice(at + 1))],
          );
        }
      }
    }
    append(name, value) {
      this.#pairs.push([String(name), String(value)]);
      this.#changed();
    }
    delete(name, value) {
      this.#pairs = this.#pairs.filter(([n, v]) => n !== name || (value !== undefined && v !== value));
      this.#changed();
    }
    get(name) {
      return this.#pairs.find(([n]) => n === name)?.[1] ?? null;
    }
    getAll(name) {
      return this.#pairs.filter(([n]) => n === name).map(([, v]) => v);
    }
    has(name, value) {
      return this.#pairs.some(([n, v]) => n === name && (value === undefined || v === value));
    }
    set(name, value) {
      const at = this.#pairs.findIndex(([n]) => n === name);
      if (at < 0) {
        this.append(name, value);
        return;
      }
      this.#pairs[at][1] = String(value);
      this.#pairs = this.#pairs.filter(([n], index) => n !== name || index === at);
      this.#changed();
    }
    sort() {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.#changed();
    }
    forEach(visit, self) {
      this.#pairs.forEach(([name, value]) => visit.call(self, value, name, this));
    }
    get size() {
      return this.#pairs.length;
    }
    entries() {
      return this.#pairs.map(([n, v]) => [n, v])[Symbol.iterator]();
    }
    keys() {
      return this.#pairs.map(([n]) => n)[Symbol.iterator]();
    }
    values() {
      return this.#pairs.map(([, v]) => v)[Symbol.iterator]();
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString() {
      return this.#pairs.map(([n, v]) => `${formEncode(n)}=${formEncode(v)}`).join('&');
    }
  }
  function normalPath(path) {
    const out = [];
    const steps = path.split('/');
    steps.forEach((step, index) => {
      const dots = step.replace(/%2e/gi, '.');
      if (dots === '..') {
        if (out.length > 1) {
          out.pop();
        }
        if (index === steps.length - 1) {
          out.push('');
        }
      } else if (dots !== '.') {
        out.push(step);
      } else if (index === steps.length - 1) {
        out.push('');
      }
    });
    return out.join('/');
  }
  class URL {
    #parts;
    #params;
    constructor(text, base) {
      const parts = URL.#parse(String(text).trim(), base === undefined ? undefined : new URL(base));
      if (parts === null) {
        const error = new TypeError(`Invalid URL`);
        error.code = 'ERR_INVALID_URL';
        error.input = String(text);
        throw error;
      }
      this.#parts = parts;
    }
    static canParse(text, base) {
      try {
        return Boolean(new URL(text, base));
      } catch {
        return false;
      }
    }
    static parse(text, base) {
      return URL.canParse(text, base) ? new URL(text, base) : null;
    }
    static #parse(text, base) {
      const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
      if (scheme === null) {
        return base === undefined ? null : URL.#resolve(text, base);
      }
      const protocol = scheme[1].toLowerCase() + ':';
      const rest = text.slice(scheme[0].length);
      const [, before, query, hash] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(rest);
      const parts = { protocol, username: '', password: '', hostname: '', port: '', pathname: before };
      parts.search = query === undefined || query === '?' ? '' : percentEncode(query, queryKeeps);
      parts.hash = hash === undefined || hash === '#' ? '' : percentEncode(hash, { test: (c) => inPath.test(c) && !'"<>`'.includes(c) });
      const special = protocol in defaultPorts;
      if (!special && !before.startsWith('//')) {
        return { ...parts, opaque: !before.startsWith('/') };
      }
      const address = /^[\\/]{0,}([^\\/]*)(.*)$/s.exec(before);
      const [, authority, path] = address;
      const at = authority.lastIndexOf('@');
      if (at >= 0) {
        const [user, ...password] = authority.slice(0, at).split(':');
        parts.username = user;
        parts.password = password.join(':');
      }
      const place = /^(\[[0-9a-fA-F:.]+\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1));
      if (place === null || (special && place[1] === '') || /[\s<>^|%]/.test(place[1]) || Number(place[2] ?? 0) > 65535) {
        return null;
      }
      parts.hostname = place[1].toLowerCase();
      parts.port = place[2] === undefined || place[2] === '' ? '' : String(Number(place[2]));
      if (parts.port === defaultPorts[protocol]) {
        parts.port = '';
      }
      const normal = special ? path.replace(/\\/g, '/') : path;
      parts.pathname = percentEncode(normalPath(normal || (special ? '/' : '')), pathKeeps);
      return parts;
    }
    static #resolve(text, base) {
      const origin = `${base.protocol}//${base.#authority()}`;
      if (base.#parts.opaque) {
        return text.startsWith('#') ? { ...base.#parts, hash: text } : null;
      }
      if (text.startsWith('//')) {
        return URL.#parse(base.protocol + text);
      }
      if (text.startsWith('/')) {
        return URL.#parse(origin + text);
      }
      if (text.startsWith('?')) {
        return URL.#parse(origin + base.pathname + text);
      }
      if (text.startsWith('#') || text === '') {
        return URL.#parse(origin + base.pathname + base.search + text);
      }
      return URL.#parse(origin + base.pathname.replace(/[^/]*$/, '') + text);
    }
    #authority() {
      const { username, password, hostname, port } = this.#parts;
      const user = username === '' && password === '' ? '' : username + (password === '' ? '' : ':' + password) + '@';
      return user + hostname + (port === '' ? '' : ':' + port);
    }
    #change(field, value) {
      this.#parts[field] = value;
      this.#params = undefined;
    }
    get href() {
      const { protocol, hostname, pathname, search, hash, opaque } = this.#parts;
      const slashes = opaque || (hostname === '' && !(protocol in defaultPorts) && protocol !== 'file:') ? '' : '//';
      return protocol + slashes + (slashes === '' ? '' : this.#authority()) + pathname + search + hash;
    }
    set href(text) {
      this.#parts = new URL(text).#parts;
      this.#params = undefined;
    }
    get origin() {
      return this.#parts.protocol in defaultPorts ? `${this.protocol}//${this.host}` : 'null';
    }
    get protocol() {
      return this.#parts.protocol;
    }
    set protocol(value) {
      this.#change('protocol', value.replace(/:?$/, ':'));
    }
    get username() {
      return this.#parts.username;
    }
    set username(value) {
      this.#change('username', encodeURIComponent(value));
    }
    get password() {
      return this.#parts.password;
    }
    set password(value) {
      this.#change('password', encodeURIComponent(value));
    }
    get host() {
      return this.hostname + (this.port === '' ? '' : ':' + this.port);
    }
    set host(value) {
      const [name, port] = value.split(':');
      this.#change('hostname', name.toLowerCase());
      this.port = port ?? this.port;
    }
    get hostname() {
      return this.#parts.hostname;
    }
    set hostname(value) {
      this.#change('hostname', value.toLowerCase());
    }
    get port() {
      return this.#parts.port;
    }
    set port(value) {
      this.#change('port', String(value) === defaultPorts[this.protocol] ? '' : String(value));
    }
    get pathname() {
      return this.#parts.pathname;
    }
    set pathname(value) {
      this.#change('pathname', percentEncode(normalPath(value.startsWith('/') ? value : '/' + value), pathKeeps));
    }
    get search() {
      return this.#parts.search;
    }
    set search(value) {
      const text = value.replace(/^\?/, '');
      this.#change('search', text === '' ? '' : '?' + percentEncode(text, queryKeeps));
    }
    get hash() {
      return this.#parts.hash;
    }
    set hash(value) {
      const text = value.replace(/^#/, '');
      this.#change('hash', text === '' ? '' : '#' + text);
    }
    get searchParams() {
      this.#params ??= URLSearchParams.of(this.#parts.search, (query) => {
        this.#parts.search = query === '' ? '' : '?' + query;
      });
      return this.#params;
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
  }
  define('URL', URL);
  define('URLSearchParams', URLSearchParams);

  // ---- aborting
  class EventTarget {
    #listeners = new Map();
    addEventListener(type, listener, options) {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), { listener, once: options?.once === true }]);
    }
    removeEventListener(type, listener) {
      this.#listeners.set(type, (this.#listeners.get(type) ?? []).filter((entry) => entry.listener !== listener));
    }
    dispatchEvent(event) {
      for (const { listener, once } of this.#listeners.get(event.type) ?? []) {
        if (once) {
          this.removeEventListener(event.type, listener);
        }
        (typeof listener === 'function' ? listener : listener.handleEvent).call(this, event);
      }
      this['on' + event.type]?.(event);
      return true;
    }
  }
  class AbortSignal extends EventTarget {
    aborted = false;
    reason = undefined;
    onabort = null;
    throwIfAborted() {
      if (this.aborted) {
        throw this.reason;
      }
    }
    static abort(reason) {
      const controller = new AbortController();
      controller.abort(reason);
      return controller.signal;
    }
    static timeout(delay) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')), delay);
      return controller.signal;
    }
  }
  class AbortController {
    signal = new AbortSignal();
    abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
      if (!this.signal.aborted) {
        this.signal.aborted = true;
        this.signal.reason = reason;
        this.signal.dispatchEvent({ type: 'abort', target: this.signal });
      }
    }
  }
  class Event {
    constructor(type, init) {
      Object.assign(this, init, { type });
    }
  }
  define('EventTarget', EventTarget);
  define('Event', Event);
  define('AbortSignal', AbortSignal);
  define('AbortController', AbortController);

  // ---- bodies
  class Blob {
    #bytes;
    constructor(parts = [], options = {}) {
      const chunks = parts.map((part) => toBytes(part).bytes);
      this.#bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        this.#bytes.set(chunk, at);
        at += chunk.length;
      }
      Object.defineProperty(this, 'type', { value: String(options.type ?? '').toLowerCase(), enumerable: true });
    }
    static bytes(blob) {
      return blob.#bytes;
    }
    get size() {
      return this.#bytes.length;
    }
    async arrayBuffer() {
      return this.#bytes.slice().buffer;
    }
    async bytes() {
      return this.#bytes.slice();
    }
    async text() {
      return decoder.decode(this.#bytes);
    }
    slice(start, end, type) {
      return new Blob([this.#bytes.slice(start, end)], { type });
    }
  }
  function toBytes(body) {
    if (body === null || body === undefined) {
      return { bytes: new Uint8Array(0), type: null };
    }
    if (typeof body === 'string') {
      return { bytes: encoder.encode(body), type: 'text/plain;charset=UTF-8' };
    }
    if (body instanceof URLSearchParams) {
      return { bytes: encoder.encode(body.toString()), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
    }
    if (body instanceof Blob) {
      return { bytes: Blob.bytes(body), type: body.type || null };
    }
    if (body instanceof ArrayBuffer) {
      return { bytes: new Uint8Array(body.slice(0)), type: null };
    }
    if (ArrayBuffer.isView(body)) {
      return { bytes: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice(), type: null };
    }
    return { bytes: encoder.encode(String(body)), type: 'text/plain;charset=UTF-8' };
  }
  class Headers {
    #values = new Map();
    constructor(init) {
      if (init instanceof Headers || typeof init?.[Symbol.iterator] === 'function') {
        for (const [name, value] of init) {
          this.append(name, value);
        }
      } else if (init) {
        Object.keys(init).forEach((name) => this.append(name, init[name]));
      }
    }
    static #name(name) {
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
        throw new TypeError(`Invalid header name: ${name}`);
      }
      return String(name).toLowerCase();
    }
    static #value(value) {
      const text = String(value).trim();
      if (/[\0\r\n]/.test(text)) {
        throw new TypeError('Invalid header value');
      }
      return text;
    }
    append(name, value) {
      const key = Headers.#name(name);
      this.#values.set(key, [...(this.#values.get(key) ?? []), Headers.#value(value)]);
    }
    set(name, value) {
      this.#values.set(Headers.#name(name), [Headers.#value(value)]);
    }
    get(name) {
      return this.#values.get(Headers.#name(name))?.join(', ') ?? null;
    }
    getSetCookie() {
      return this.#values.get('set-cookie') ?? [];
    }
    has(name) {
      return this.#values.has(Headers.#name(name));
    }
    delete(name) {
      this.#values.delete(Headers.#name(name));
    }
    forEach(visit, self) {
      for (const [name, value] of this) {
        visit.call(self, value, name, this);
      }
    }
    *entries() {
      for (const name of [...this.#values.keys()].sort()) {
        if (name === 'set-cookie') {
          for (const value of this.#values.get(name)) {
            yield [name, value];
          }
        } else {
          yield [name, this.get(name)];
        }
      }
    }
    *keys() {
      for (const [name] of this) {
        yield name;
      }
    }
    *values() {
      for (const [, value] of this) {
        yield value;
      }
    }
    [Symbol.iterator]() {
      return this.entries();
    }
  }
  class Body {
    #bytes = new Uint8Array(0);
    #empty = true;
    bodyUsed = false;
    fill(body, headers) {
      const { bytes, type } = toBytes(body);
      this.#bytes = bytes;
      this.#empty = body === null || body === undefined;
      if (type !== null && !headers.has('content-type')) {
        headers.set('content-type', type);
      }
    }
    #take() {
      if (this.bodyUsed) {
        throw new TypeError('Body is unusable: Body has already been read');
      }
      this.bodyUsed = !this.#empty;
      return this.#bytes;
    }
    static peek(body) {
      return body.#empty ? null : body.#bytes;
    }
    get body() {
      if (this.#empty) {
        return null;
      }
      throw unsupported('Reading a body as a stream');
    }
    async text() {
      return decoder.decode(this.#take());
    }
    async json() {
      return realParse(decoder.decode(this.#take()));
    }
    async arrayBuffer() {
      return this.#take().slice().buffer;
    }
    async bytes() {
      return this.#take().slice();
    }
    async blob() {
      return new Blob([this.#take()], { type: this.headers.get('content-type') ?? '' });
    }
    async formData() {
      throw unsupported('Reading a body as form data');
    }
  }
  class Request extends Body {
    constructor(input, init = {}) {
      super();
      const from = input instanceof Request ? input : null;
      this.url = from === null ? new URL(String(input)).href : from.url;
      this.method = String(init.method ?? from?.method ?? 'GET').toUpperCase();
      this.headers = new Headers(init.headers ?? from?.headers);
      this.signal = init.signal ?? from?.signal ?? new AbortController().signal;
      this.redirect = init.redirect ?? from?.redirect ?? 'follow';
      const body = init.body ?? (from === null ? null : Body.peek(from));
      if (body !== null && (this.method === 'GET' || this.method === 'HEAD')) {
        throw new TypeError('Request with GET/HEAD method cannot have body.');
      }
      this.fill(body, this.headers);
    }
    clone() {
      return new Request(this);
    }
  }
  class Response extends Body {
    type = 'default';
    url = '';
    redirected = false;
    constructor(body = null, init = {}) {
      super();
      this.status = init.status ?? 200;
      this.statusText = init.statusText ?? '';
      this.headers = new Headers(init.headers);
      this.fill(body, this.headers);
    }
    get ok() {
      return this.status >= 200 && this.status < 300;
    }
    clone() {
      const copy = new Response(Body.peek(this), this);
      copy.url = this.url;
      return copy;
    }
    static json(data, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has('content-type')) {
        headers.set('content-type', 'application/json');
      }
      return new Response(realStringify(data), { ...init, headers });
    }
    static redirect(url, status = 302) {
      return new Response(null, { status, headers: { location: new URL(url).href } });
    }
    static error() {
      const response = new Response(null, { status: 0 });
      response.type = 'error';
      return response;
    }
  }
  async function fetch(input, init) {
    onlyInActions('fetch()');
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const bytes = Body.peek(request);
    const sent = web.start(
      host.fetch(
        realStringify({
          url: request.url,
          method: request.method,
          headers: [...request.headers],
          body: bytes === null ? null : bytesToBase64(bytes),
          redirect: request.redirect,
        }),
      ),
    );
    const aborted = new Promise((_, reject) =>
      request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true }),
    );
    let answer;
    try {
      answer = realParse(await Promise.race([sent, aborted]));
    } catch (error) {
      if (request.signal.aborted) {
        throw error;
      }
      throw new TypeError(`fetch failed: ${error.message}`);
    }
    const empty = answer.status === 204 || answer.status === 304;
    const response = new Response(empty ? null : base64ToBytes(answer.body), answer);
    response.url = answer.url;
    response.redirected = answer.url !== request.url;
    return response;
  }
  define('Blob', Blob);
  define('Headers', Headers);
  define('Request', Request);
  define('Response', Response);
  define('fetch', fetch);
  for (const name of ['FormData', 'File', 'ReadableStream', 'WritableStream', 'TransformStream']) {
    if (!(name in globalThis)) {
      define(
        name,
        class {
          constructor() {
            throw unsupported(name);
          }
        },
      );
    }
  }
});

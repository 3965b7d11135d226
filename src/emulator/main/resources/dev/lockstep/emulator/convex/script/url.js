// URLs as the URL Standard has them, near enough for what people write. Evaluated when code first names one.
(function () {
  'use strict';
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
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
  return { URL, URLSearchParams };
});

// Headers, requests, responses and fetch. Bodies are bytes or streams; a stream stays one until somebody asks for all
// of it. Evaluated when code first names one of them.
(function (host, web) {
  'use strict';
  const { Blob, FormData, viewOf, joined, streamOf, writeForm, readForm, bytesOf } = web.part('bodies');
  const { ReadableStream, isDisturbed } = web.part('streams');
  const encoder = new TextEncoder();

  class Headers {
    #values = new Map();
    constructor(init) {
      if (init === null || (init !== undefined && typeof init !== 'object' && typeof init !== 'function')) {
        throw new TypeError('Headers are made of an object or of pairs');
      }
      if (typeof init?.[Symbol.iterator] === 'function') {
        for (const pair of init) {
          const [name, value, ...more] = pair;
          if (value === undefined || more.length > 0) {
            throw new TypeError('A header is a pair of a name and a value');
          }
          this.append(name, value);
        }
      } else if (init) {
        Object.keys(init).forEach((name) => this.append(name, init[name]));
      }
    }
    static #name(name) {
      const text = String(name);
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text)) {
        throw new TypeError(`Invalid header name: ${text}`);
      }
      return text.toLowerCase();
    }
    static #value(value) {
      const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
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
      return [...(this.#values.get('set-cookie') ?? [])];
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
    toJSON() {
      return Object.fromEntries(this);
    }
    get [Symbol.toStringTag]() {
      return 'Headers';
    }
  }

  function contentOf(body) {
    if (body === null || body === undefined) {
      return { bytes: null, stream: null, type: null };
    }
    if (body instanceof ReadableStream) {
      if (body.locked || isDisturbed(body)) {
        throw new TypeError('The stream is locked or has been read from');
      }
      return { bytes: null, stream: body, type: null };
    }
    if (body instanceof Blob) {
      return { bytes: bytesOf(body), stream: null, type: body.type || null };
    }
    if (body instanceof FormData) {
      return { stream: null, ...writeForm(body) };
    }
    if (body instanceof URLSearchParams) {
      const type = 'application/x-www-form-urlencoded;charset=UTF-8';
      return { bytes: encoder.encode(body.toString()), stream: null, type };
    }
    if (typeof body === 'object' && typeof body[Symbol.asyncIterator] === 'function') {
      return { bytes: null, stream: ReadableStream.from(body), type: null };
    }
    const view = viewOf(body);
    return view === undefined
      ? { bytes: encoder.encode(String(body)), stream: null, type: 'text/plain;charset=UTF-8' }
      : { bytes: view.slice(), stream: null, type: null };
  }
  async function drain(stream) {
    const chunks = [];
    for await (const chunk of stream) {
      const view = typeof chunk === 'string' ? undefined : viewOf(chunk);
      if (view === undefined) {
        throw new TypeError('A stream that is a body must give Uint8Arrays');
      }
      chunks.push(view);
    }
    return chunks.length === 1 ? chunks[0] : joined(chunks);
  }
  let all;
  let copied;
  let moved;
  let streamed;
  class Body {
    #bytes;
    #stream;
    #used = false;
    #streamed;
    constructor(content) {
      this.#bytes = content.bytes;
      this.#stream = content.stream;
      this.#streamed = content.stream !== null;
    }
    static {
      // All of a body, or null, without a look at whether it was used.
      all = async (body) => (body.#stream === null ? body.#bytes : body.#take());
      // What a copy begins with; a stream is split.
      copied = (body) => {
        if (body.bodyUsed || body.#stream?.locked) {
          throw new TypeError('Body has already been consumed.');
        }
        if (body.#stream === null) {
          return { bytes: body.#bytes, stream: null };
        }
        const [kept, given] = body.#stream.tee();
        body.#stream = kept;
        return { bytes: null, stream: given };
      };
      // What another body takes over; this one is used then.
      moved = (body) => {
        if (body.bodyUsed || body.#stream?.locked) {
          throw new TypeError('Body has already been consumed.');
        }
        const content = { bytes: body.#bytes, stream: body.#stream };
        if (content.stream !== null) {
          body.#stream = content.stream.pipeThrough(new TransformStream());
          return { bytes: null, stream: body.#stream };
        }
        body.#used = content.bytes !== null;
        return content;
      };
      streamed = (body) => body.#streamed;
    }
    get body() {
      if (this.#stream === null && this.#bytes !== null) {
        this.#stream = streamOf(this.#bytes);
      }
      return this.#stream;
    }
    get bodyUsed() {
      return this.#used || (this.#stream !== null && isDisturbed(this.#stream));
    }
    async #take() {
      if (this.bodyUsed || this.#stream?.locked) {
        throw new TypeError('Body is unusable: Body has already been read');
      }
      if (this.#stream !== null) {
        return drain(this.#stream);
      }
      this.#used = this.#bytes !== null;
      return this.#bytes ?? new Uint8Array(0);
    }
    async text() {
      return new TextDecoder().decode(await this.#take());
    }
    async json() {
      return JSON.parse(await this.text());
    }
    async arrayBuffer() {
      return (await this.#take()).slice().buffer;
    }
    async bytes() {
      return (await this.#take()).slice();
    }
    async blob() {
      return new Blob([await this.#take()], { type: this.headers.get('content-type') ?? '' });
    }
    async formData() {
      return readForm(await this.#take(), this.headers.get('content-type'));
    }
  }
  const upper = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);
  class Request extends Body {
    constructor(input, init = {}) {
      const from = input instanceof Request ? input : null;
      const options = init ?? {};
      const method = String(options.method ?? from?.method ?? 'GET');
      const verb = upper.has(method.toUpperCase()) ? method.toUpperCase() : method;
      const given = options.body !== null && options.body !== undefined;
      if (given && (verb === 'GET' || verb === 'HEAD')) {
        throw new TypeError('Request with GET/HEAD method cannot have body.');
      }
      const url = from === null ? new URL(String(input)) : null;
      if (url !== null && (url.username !== '' || url.password !== '')) {
        throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${url.href}`);
      }
      const { type, ...content } = given || from === null ? contentOf(options.body) : { type: null, ...moved(from) };
      super(content);
      this.url = from === null ? url.href : from.url;
      this.method = verb;
      this.headers = new Headers(options.headers ?? from?.headers);
      this.signal = options.signal ?? from?.signal ?? new AbortController().signal;
      this.redirect = options.redirect ?? from?.redirect ?? 'follow';
      this.mode = options.mode ?? from?.mode ?? 'cors';
      this.credentials = options.credentials ?? from?.credentials ?? 'same-origin';
      this.cache = options.cache ?? from?.cache ?? 'default';
      this.referrer = options.referrer ?? from?.referrer ?? 'about:client';
      this.referrerPolicy = options.referrerPolicy ?? from?.referrerPolicy ?? '';
      this.integrity = options.integrity ?? from?.integrity ?? '';
      this.keepalive = options.keepalive ?? from?.keepalive ?? false;
      this.destination = '';
      this.duplex = 'half';
      if (type !== null && !this.headers.has('content-type')) {
        this.headers.set('content-type', type);
      }
    }
    clone() {
      const { bytes, stream } = copied(this);
      return new Request(this.url, { ...this, body: stream ?? bytes });
    }
    get [Symbol.toStringTag]() {
      return 'Request';
    }
  }
  // An init that only this file can give.
  const inside = {};
  const withoutBody = new Set([101, 103, 204, 205, 304]);
  class Response extends Body {
    constructor(body = null, init = {}) {
      const options = init ?? {};
      const status = options.status === undefined ? 200 : Number(options.status);
      if (options !== inside && !(status >= 200 && status <= 599)) {
        throw new RangeError(`The status provided (${options.status}) is outside the range [200, 599].`);
      }
      if (body !== null && body !== undefined && withoutBody.has(status)) {
        throw new TypeError('Response with null body status cannot have body');
      }
      const { type, ...content } = contentOf(body);
      super(content);
      this.type = 'default';
      this.url = '';
      this.redirected = false;
      this.status = status;
      this.statusText = String(options.statusText ?? '');
      this.headers = new Headers(options.headers);
      if (type !== null && !this.headers.has('content-type')) {
        this.headers.set('content-type', type);
      }
    }
    get ok() {
      return this.status >= 200 && this.status < 300;
    }
    // Whether the answer is to reach the client while it is made. Asked by what sends HTTP actions' answers.
    get isStreamed() {
      return streamed(this);
    }
    clone() {
      const { bytes, stream } = copied(this);
      const copy = new Response(stream ?? bytes, this);
      copy.url = this.url;
      copy.type = this.type;
      copy.redirected = this.redirected;
      return copy;
    }
    static json(data, init = {}) {
      const text = JSON.stringify(data);
      if (text === undefined) {
        throw new TypeError('The data is not JSON serializable');
      }
      const headers = new Headers(init?.headers);
      if (!headers.has('content-type')) {
        headers.set('content-type', 'application/json');
      }
      return new Response(text, { ...init, headers });
    }
    static redirect(url, status = 302) {
      if (![301, 302, 303, 307, 308].includes(status)) {
        throw new RangeError(`Invalid status code ${status}`);
      }
      return new Response(null, { status, headers: { location: new URL(url).href } });
    }
    static error() {
      const response = new Response(null, inside);
      response.status = 0;
      response.type = 'error';
      return response;
    }
    get [Symbol.toStringTag]() {
      return 'Response';
    }
  }

  // ---- fetch
  let lastFetch = 0;
  const ask = (operation, id) => web.start(host.asyncSyscall(operation, JSON.stringify({ id })));
  // The body comes piece by piece as it is read; what nobody reads is not asked for.
  function arriving(id, signal) {
    let controller;
    const stop = () => {
      ask('fetch/cancel', id);
      controller.error(signal.reason);
    };
    return new ReadableStream(
      {
        type: 'bytes',
        start: (own) => {
          controller = own;
          signal.addEventListener('abort', stop, { once: true });
        },
        async pull() {
          let piece;
          try {
            piece = JSON.parse(await ask('fetch/piece', id));
          } catch (error) {
            throw signal.aborted ? signal.reason : new TypeError(`terminated: ${error.message}`);
          }
          if (piece === null) {
            signal.removeEventListener('abort', stop);
            controller.close();
          } else if (!signal.aborted) {
            controller.enqueue(web.fromBase64(piece));
          }
        },
        cancel: () => {
          signal.removeEventListener('abort', stop);
          return ask('fetch/cancel', id);
        },
      },
      { highWaterMark: 0 },
    );
  }
  // data:[type][;base64],content
  function fromData(url) {
    const found = /^data:([^,]*?)(;\s*base64)?,(.*)$/is.exec(url);
    if (found === null) {
      throw new TypeError('fetch failed: a data: URL needs a comma');
    }
    const text = decodeURIComponent(found[3]);
    const headers = { 'content-type': found[1] || 'text/plain;charset=US-ASCII' };
    return new Response(found[2] === undefined ? text : web.fromBase64(text), { headers });
  }
  async function fetch(input, init) {
    web.onlyInActions('fetch()');
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    if (request.url.startsWith('data:')) {
      return fromData(request.url);
    }
    const body = await all(request);
    const id = ++lastFetch;
    const stopped = Promise.withResolvers();
    const stop = () => {
      ask('fetch/cancel', id);
      stopped.reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    let answer;
    try {
      const sent = host.fetch(
        JSON.stringify({
          id,
          url: request.url,
          method: request.method,
          headers: [...request.headers],
          body: body === null ? null : web.toBase64(body),
          redirect: request.redirect,
        }),
      );
      answer = JSON.parse(await Promise.race([web.start(sent), stopped.promise]));
    } catch (error) {
      throw signal.aborted ? signal.reason : Object.assign(new TypeError(`fetch failed: ${error.message}`), { cause: error });
    } finally {
      signal.removeEventListener('abort', stop);
    }
    const empty = withoutBody.has(answer.status) || request.method === 'HEAD';
    if (empty) {
      ask('fetch/cancel', id);
    }
    const response = new Response(empty ? null : arriving(id, signal), answer);
    response.type = 'basic';
    response.url = answer.url;
    response.redirected = answer.redirected;
    return response;
  }
  return { Headers, Request, Response, fetch };
});

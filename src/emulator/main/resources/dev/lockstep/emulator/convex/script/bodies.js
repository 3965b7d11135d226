// What bodies are made of: blobs, files, forms, and forms as multipart text. Evaluated when code first names one.
(function (host, web) {
  'use strict';
  const encoder = new TextEncoder();

  let bytesOf;
  class Blob {
    #bytes;
    constructor(parts = [], options = {}) {
      if (typeof parts !== 'object' || parts === null || typeof parts[Symbol.iterator] !== 'function') {
        throw new TypeError('A Blob is made of a sequence of parts');
      }
      this.#bytes = joined([...parts].map((part) => partBytes(part)));
      const type = String(options?.type ?? '');
      Object.defineProperty(this, 'type', { value: /[^ -~]/.test(type) ? '' : type.toLowerCase(), enumerable: true });
    }
    static {
      bytesOf = (blob) => blob.#bytes;
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
      return new TextDecoder().decode(this.#bytes);
    }
    slice(start, end, type) {
      return new Blob([this.#bytes.subarray(...range(this.#bytes.length, start, end))], { type });
    }
    stream() {
      return streamOf(this.#bytes);
    }
    get [Symbol.toStringTag]() {
      return 'Blob';
    }
  }
  class File extends Blob {
    constructor(parts, name, options = {}) {
      if (arguments.length < 2) {
        throw new TypeError('A File needs its parts and a name');
      }
      super(parts, options);
      Object.defineProperty(this, 'name', { value: String(name), enumerable: true });
      Object.defineProperty(this, 'lastModified', { value: options?.lastModified ?? Date.now(), enumerable: true });
    }
    get webkitRelativePath() {
      return '';
    }
    get [Symbol.toStringTag]() {
      return 'File';
    }
  }
  function range(length, start = 0, end = length) {
    const inside = (at) => (at < 0 ? Math.max(0, length + at) : Math.min(at, length));
    const from = inside(start);
    return [from, Math.max(from, inside(end))];
  }
  function partBytes(part) {
    if (part instanceof Blob) {
      return bytesOf(part);
    }
    return viewOf(part) ?? encoder.encode(String(part));
  }
  // The bytes below a buffer or a view, not copied; undefined for all else.
  function viewOf(value) {
    if (value instanceof ArrayBuffer || (globalThis.SharedArrayBuffer && value instanceof SharedArrayBuffer)) {
      return new Uint8Array(value);
    }
    return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
  }
  function joined(chunks) {
    const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
  const PIECE = 65536;
  function streamOf(bytes) {
    let at = 0;
    return new ReadableStream(
      {
        type: 'bytes',
        pull(controller) {
          if (at < bytes.length) {
            controller.enqueue(bytes.slice(at, at + PIECE));
            at += PIECE;
          }
          if (at >= bytes.length) {
            controller.close();
          }
        },
      },
      { highWaterMark: 0 },
    );
  }

  class FormData {
    #entries = [];
    constructor(form) {
      if (form !== undefined) {
        throw new TypeError('There are no forms to read here: FormData takes no argument');
      }
    }
    static #entry(name, value, filename) {
      if (!(value instanceof Blob)) {
        return [String(name), String(value)];
      }
      const named = filename !== undefined || !(value instanceof File);
      return [String(name), named ? new File([value], filename ?? 'blob', { type: value.type }) : value];
    }
    append(name, value, filename) {
      this.#entries.push(FormData.#entry(name, value, filename));
    }
    set(name, value, filename) {
      const entry = FormData.#entry(name, value, filename);
      const at = this.#entries.findIndex(([key]) => key === entry[0]);
      if (at < 0) {
        this.#entries.push(entry);
        return;
      }
      this.#entries[at] = entry;
      this.#entries = this.#entries.filter(([key], index) => key !== entry[0] || index <= at);
    }
    delete(name) {
      this.#entries = this.#entries.filter(([key]) => key !== String(name));
    }
    get(name) {
      return this.#entries.find(([key]) => key === String(name))?.[1] ?? null;
    }
    getAll(name) {
      return this.#entries.filter(([key]) => key === String(name)).map(([, value]) => value);
    }
    has(name) {
      return this.#entries.some(([key]) => key === String(name));
    }
    forEach(visit, self) {
      this.#entries.forEach(([name, value]) => visit.call(self, value, name, this));
    }
    *entries() {
      yield* this.#entries.map(([name, value]) => [name, value]);
    }
    *keys() {
      yield* this.#entries.map(([name]) => name);
    }
    *values() {
      yield* this.#entries.map(([, value]) => value);
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    get [Symbol.toStringTag]() {
      return 'FormData';
    }
  }

  // ---- multipart/form-data
  const quote = (text) => text.replace(/\r?\n|\r/g, '%0D%0A').replace(/"/g, '%22');
  const unquote = (text) => text.replace(/%0D%0A/gi, '\r\n').replace(/%22/g, '"');
  function writeForm(form) {
    const boundary = '----convex' + Array.from({ length: 4 }, () => web.nextUint32().toString(16).padStart(8, '0')).join('');
    const chunks = [];
    for (const [name, value] of form) {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"`;
      if (typeof value === 'string') {
        chunks.push(encoder.encode(`${head}\r\n\r\n${value.replace(/\r?\n|\r/g, '\r\n')}\r\n`));
      } else {
        const type = value.type || 'application/octet-stream';
        chunks.push(encoder.encode(`${head}; filename="${quote(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`));
        chunks.push(bytesOf(value), encoder.encode('\r\n'));
      }
    }
    chunks.push(encoder.encode(`--${boundary}--\r\n`));
    return { bytes: joined(chunks), type: `multipart/form-data; boundary=${boundary}` };
  }
  // One letter for each byte, so that the engine's own search can be used.
  function letters(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192));
    }
    return text;
  }
  function readForm(bytes, contentType) {
    const form = new FormData();
    const type = (contentType ?? '').toLowerCase();
    if (type.startsWith('application/x-www-form-urlencoded')) {
      new URLSearchParams(new TextDecoder().decode(bytes)).forEach((value, name) => form.append(name, value));
      return form;
    }
    const found = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
    if (!type.startsWith('multipart/form-data') || found === null) {
      throw new TypeError('Could not parse content as FormData: the content type is ' + (contentType ?? 'not given'));
    }
    const line = '--' + (found[1] ?? found[2]);
    const text = letters(bytes);
    let at = text.indexOf(line);
    while (at >= 0 && !text.startsWith('--', at + line.length)) {
      const from = at + line.length + 2;
      const bodyAt = text.indexOf('\r\n\r\n', from);
      const end = text.indexOf('\r\n' + line, bodyAt + 2);
      if (bodyAt < 0 || end < 0) {
        throw new TypeError('Could not parse content as FormData: it breaks off');
      }
      addPart(form, new TextDecoder().decode(bytes.subarray(from, bodyAt)), bytes.subarray(Math.min(bodyAt + 4, end), end));
      at = end + 2;
    }
    if (at < 0) {
      throw new TypeError('Could not parse content as FormData: no boundary was found');
    }
    return form;
  }
  function addPart(form, head, body) {
    const field = (name) => {
      const value = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(head);
      return value === null ? undefined : unquote(value[1] ?? value[2]);
    };
    const name = field('name');
    if (name === undefined) {
      throw new TypeError('Could not parse content as FormData: a part has no name');
    }
    const filename = field('filename');
    if (filename === undefined) {
      form.append(name, new TextDecoder().decode(body));
      return;
    }
    const type = /^content-type:\s*(.*)$/im.exec(head)?.[1].trim() ?? 'text/plain';
    form.append(name, new File([body], filename, { type }));
  }

  return { Blob, File, FormData, viewOf, joined, streamOf, writeForm, readForm, bytesOf: (blob) => bytesOf(blob) };
});

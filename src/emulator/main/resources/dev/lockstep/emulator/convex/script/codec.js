// Text as bytes: the host knows the encodings. Evaluated when code first names one.
(function (host, web) {
  'use strict';
  const viewOf = (input) => {
    if (input instanceof ArrayBuffer || Object.prototype.toString.call(input) === '[object SharedArrayBuffer]') {
      return new Uint8Array(input);
    }
    if (ArrayBuffer.isView(input)) {
      return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    }
    throw new TypeError('The input must be an ArrayBuffer or a view of one');
  };

  class TextEncoder {
    get encoding() {
      return 'utf-8';
    }
    encode(input = '') {
      const text = String(input);
      const bytes = new Uint8Array(host.utf8Length(text));
      host.utf8Write(text, bytes);
      return bytes;
    }
    encodeInto(input, bytes) {
      if (!(bytes instanceof Uint8Array)) {
        throw new TypeError('The destination must be a Uint8Array');
      }
      const [read, written] = host.utf8Write(String(input), bytes).split(',').map(Number);
      return { read, written };
    }
  }

  const nothing = new Uint8Array(0);
  class TextDecoder {
    #encoding;
    #fatal;
    #ignoreBOM;
    #decoder;
    constructor(label = 'utf-8', options = {}) {
      this.#encoding = host.encodingName(String(label));
      if (this.#encoding === null) {
        throw new RangeError(`The encoding label provided ('${label}') is invalid.`);
      }
      this.#fatal = Boolean(options?.fatal);
      this.#ignoreBOM = Boolean(options?.ignoreBOM);
      this.#renew();
    }
    #renew() {
      this.#decoder = host.decoder(this.#encoding, this.#fatal, this.#ignoreBOM);
    }
    get encoding() {
      return this.#encoding;
    }
    get fatal() {
      return this.#fatal;
    }
    get ignoreBOM() {
      return this.#ignoreBOM;
    }
    decode(input, options) {
      const text = this.#decoder(input === undefined ? nothing : viewOf(input), Boolean(options?.stream));
      if (text === null) {
        this.#renew();
        throw new TypeError('The encoded data was not valid.');
      }
      return text;
    }
  }
  return { TextEncoder, TextDecoder };
});

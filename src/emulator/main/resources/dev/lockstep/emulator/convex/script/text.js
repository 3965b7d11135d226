// Text in other encodings than Unicode's, text in streams, compressed streams. Evaluated when code first names one.
(function (host, web) {
  'use strict';
  const { viewOf, joined } = web.part('bodies');
  const { TransformStream } = web.part('streams');
  // The web reads all of these as windows-1252.
  const latin =
    /^(ansi_x3\.4-1968|ascii|us-ascii|(x-)?cp1252|windows-1252|cp819|ibm819|csisolatin1|iso[-_]?8859-?1(:1987)?|l1|latin1)$/;

  // What the engine does not know, the host does. Bytes are kept until the last call: a letter may be split.
  class HostDecoder {
    #chunks = [];
    #encoding;
    #fatal;
    constructor(label, options) {
      const name = latin.test(label) ? 'windows-1252' : label;
      this.#encoding = host.encodingName(name);
      if (this.#encoding === null) {
        throw new RangeError(`The encoding label provided ('${label}') is invalid.`);
      }
      this.#fatal = options?.fatal === true;
    }
    get encoding() {
      return this.#encoding;
    }
    get fatal() {
      return this.#fatal;
    }
    get ignoreBOM() {
      return false;
    }
    decode(input, options) {
      if (input !== undefined) {
        this.#chunks.push(viewOf(input).slice());
      }
      if (options?.stream) {
        return '';
      }
      const text = host.decode(this.#encoding, web.toBase64(joined(this.#chunks)), this.#fatal);
      this.#chunks = [];
      if (text === null) {
        throw new TypeError('The encoded data was not valid.');
      }
      return text;
    }
  }
  Object.setPrototypeOf(HostDecoder.prototype, TextDecoder.prototype);
  HostDecoder.prototype.constructor = TextDecoder;

  class Through {
    #transform;
    constructor(transformer) {
      this.#transform = new TransformStream(transformer);
    }
    get readable() {
      return this.#transform.readable;
    }
    get writable() {
      return this.#transform.writable;
    }
  }
  class TextEncoderStream extends Through {
    constructor() {
      const encoder = new TextEncoder();
      let high = '';
      super({
        transform(chunk, controller) {
          const text = high + String(chunk);
          const split = /[\ud800-\udbff]$/.test(text);
          high = split ? text.slice(-1) : '';
          const whole = split ? text.slice(0, -1) : text;
          if (whole !== '') {
            controller.enqueue(encoder.encode(whole));
          }
        },
        flush(controller) {
          if (high !== '') {
            controller.enqueue(encoder.encode('\ufffd'));
          }
        },
      });
    }
    get encoding() {
      return 'utf-8';
    }
  }
  class TextDecoderStream extends Through {
    #decoder;
    constructor(label, options) {
      const decoder = new TextDecoder(label, options);
      super({
        transform(chunk, controller) {
          const text = decoder.decode(chunk, { stream: true });
          if (text !== '') {
            controller.enqueue(text);
          }
        },
        flush(controller) {
          const text = decoder.decode();
          if (text !== '') {
            controller.enqueue(text);
          }
        },
      });
      this.#decoder = decoder;
    }
    get encoding() {
      return this.#decoder.encoding;
    }
    get fatal() {
      return this.#decoder.fatal;
    }
    get ignoreBOM() {
      return this.#decoder.ignoreBOM;
    }
  }
  // The whole is worked on when its end is known: right, and not in small memory.
  function whole(format, work) {
    if (!['gzip', 'deflate', 'deflate-raw'].includes(format)) {
      throw new TypeError(`Unsupported compression format: '${format}'`);
    }
    const chunks = [];
    return {
      transform(chunk) {
        const view = viewOf(chunk);
        if (view === undefined) {
          throw new TypeError('A chunk must be an ArrayBuffer or a view of one');
        }
        chunks.push(view.slice());
      },
      flush(controller) {
        const answer = work(format, web.toBase64(joined(chunks)));
        if (answer === null) {
          throw new TypeError('The compressed data was not valid.');
        }
        controller.enqueue(web.fromBase64(answer));
      },
    };
  }
  class CompressionStream extends Through {
    constructor(format) {
      super(whole(format, host.compress));
    }
  }
  class DecompressionStream extends Through {
    constructor(format) {
      super(whole(format, host.decompress));
    }
  }
  return { HostDecoder, TextEncoderStream, TextDecoderStream, CompressionStream, DecompressionStream };
});

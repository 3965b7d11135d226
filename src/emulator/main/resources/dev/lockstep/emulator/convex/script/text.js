// Text in streams, compressed streams. Evaluated when code first names one.
(function (host, web) {
  'use strict';
  const { viewOf, joined } = web.part('bodies');
  const { TransformStream } = web.part('streams');
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
        const answer = work(format, joined(chunks));
        if (answer === null) {
          throw new TypeError('The compressed data was not valid.');
        }
        controller.enqueue(web.fromBase64(answer));
      },
    };
  }
  class CompressionStream extends Through {
    constructor(format) {
      super(whole(format, host.pack));
    }
  }
  class DecompressionStream extends Through {
    constructor(format) {
      super(whole(format, host.unpack));
    }
  }
  return { TextEncoderStream, TextDecoderStream, CompressionStream, DecompressionStream };
});

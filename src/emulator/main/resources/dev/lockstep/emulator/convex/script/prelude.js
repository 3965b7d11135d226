// What newer engines than the one that runs here have of the language: the service's engine has it. Evaluates to a
// function that is handed the host's functions, before all else.
(function (host) {
  'use strict';
  function add(target, name, value) {
    if (!Object.hasOwn(target, name)) {
      Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
    }
  }

  add(Promise, 'withResolvers', function withResolvers() {
    const made = {};
    made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  });
  add(ArrayBuffer.prototype, 'transfer', function transfer(length = this.byteLength) {
    const moved = new ArrayBuffer(length);
    new Uint8Array(moved).set(new Uint8Array(this, 0, Math.min(length, this.byteLength)));
    host.detach(this);
    return moved;
  });

  // ---- sets
  const has = (other) => {
    if (typeof other !== 'object' || other === null || Number.isNaN(Number(other.size)) || typeof other.has !== 'function' || typeof other.keys !== 'function') {
      throw new TypeError('The argument must be a set, or be like one');
    }
    return (value) => other.has(value);
  };
  const members = (other) => {
    has(other);
    const keys = other.keys();
    return { [Symbol.iterator]: () => ({ next: () => keys.next() }) };
  };
  const setMethods = {
    union(other) {
      return new Set([...this, ...members(other)]);
    },
    intersection(other) {
      return new Set([...this].filter(has(other)));
    },
    difference(other) {
      const isIn = has(other);
      return new Set([...this].filter((value) => !isIn(value)));
    },
    symmetricDifference(other) {
      const result = new Set(this);
      for (const value of members(other)) {
        if (this.has(value)) {
          result.delete(value);
        } else {
          result.add(value);
        }
      }
      return result;
    },
    isSubsetOf(other) {
      return [...this].every(has(other));
    },
    isSupersetOf(other) {
      for (const value of members(other)) {
        if (!this.has(value)) {
          return false;
        }
      }
      return true;
    },
    isDisjointFrom(other) {
      const isIn = has(other);
      return ![...this].some(isIn);
    },
  };
  for (const [name, method] of Object.entries(setMethods)) {
    add(Set.prototype, name, method);
  }

  // ---- bytes as text
  const wrong = (what) => new SyntaxError(`The text is not ${what}`);
  function fromBase64(text, options = {}) {
    if (typeof text !== 'string') {
      throw new TypeError('Uint8Array.fromBase64 needs a string');
    }
    const url = options?.alphabet === 'base64url';
    const handling = options?.lastChunkHandling ?? 'loose';
    const packed = text.replace(/[\t\n\f\r ]/g, '');
    let body = packed.replace(/=+$/, '');
    const padding = packed.length - body.length;
    if (!(url ? /^[\w-]*$/ : /^[A-Za-z0-9+/]*$/).test(body) || padding > 2 || (padding > 0 && packed.length % 4 !== 0)) {
      throw wrong(url ? 'base64url' : 'base64');
    }
    const rest = body.length % 4;
    if (handling === 'stop-before-partial' && padding === 0) {
      body = body.slice(0, body.length - rest);
    } else if (rest === 1 || (handling === 'strict' && rest !== 0 && padding === 0)) {
      throw wrong('whole');
    }
    const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
    host.readBase64(body, bytes);
    return bytes;
  }
  add(Uint8Array, 'fromBase64', fromBase64);
  add(Uint8Array.prototype, 'toBase64', function toBase64(options = {}) {
    const url = options?.alphabet === 'base64url';
    const bare = host.toBase64(this, url);
    if (options?.omitPadding) {
      return bare.replace(/=+$/, '');
    }
    return bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
  });
  add(Uint8Array, 'fromHex', function fromHex(text) {
    if (typeof text !== 'string') {
      throw new TypeError('Uint8Array.fromHex needs a string');
    }
    if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
      throw wrong('hexadecimal');
    }
    return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(at * 2, at * 2 + 2), 16));
  });
  add(Uint8Array.prototype, 'toHex', function toHex() {
    let text = '';
    for (const byte of this) {
      text += (byte < 16 ? '0' : '') + byte.toString(16);
    }
    return text;
  });

  // Compiled on threads of their own, results would come when nothing is waited for any more.
  const { Module, Instance } = WebAssembly;
  WebAssembly.compile = async (bytes) => new Module(bytes);
  WebAssembly.instantiate = async (source, imports) => {
    if (source instanceof Module) {
      return new Instance(source, imports);
    }
    const module = new Module(source);
    return { module, instance: new Instance(module, imports) };
  };
});

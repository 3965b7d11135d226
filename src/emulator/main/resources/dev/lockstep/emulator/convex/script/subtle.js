// crypto.subtle: the rules of the Web Cryptography API; the host does the arithmetic. Keys are held here as JWKs.
// Evaluated when code first asks for it.
(function (host, web) {
  'use strict';
  const { viewOf } = web.part('bodies');
  const trouble = (name, message) => new DOMException(message, name);
  const pairUsages = {
    sign: { private: ['sign'], public: ['verify'] },
    encrypt: { private: ['decrypt', 'unwrapKey'], public: ['encrypt', 'wrapKey'] },
    derive: { private: ['deriveKey', 'deriveBits'], public: [] },
  };
  const cipherUsages = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
  const algorithms = {
    'RSASSA-PKCS1-v1_5': { family: 'RSA', pair: pairUsages.sign, jwkAlg: (hash) => 'RS' + hash.slice(4) },
    'RSA-PSS': { family: 'RSA', pair: pairUsages.sign, jwkAlg: (hash) => 'PS' + hash.slice(4) },
    'RSA-OAEP': { family: 'RSA', pair: pairUsages.encrypt, jwkAlg: (hash) => (hash === 'SHA-1' ? 'RSA-OAEP' : 'RSA-OAEP-' + hash.slice(4)) },
    ECDSA: { family: 'EC', pair: pairUsages.sign },
    ECDH: { family: 'EC', pair: pairUsages.derive },
    Ed25519: { family: 'OKP', pair: pairUsages.sign },
    X25519: { family: 'OKP', pair: pairUsages.derive },
    HMAC: { family: 'oct', usages: ['sign', 'verify'], jwkAlg: (hash) => 'HS' + hash.slice(4) },
    'AES-GCM': { family: 'oct', usages: cipherUsages, aes: 'GCM' },
    'AES-CBC': { family: 'oct', usages: cipherUsages, aes: 'CBC' },
    'AES-CTR': { family: 'oct', usages: cipherUsages, aes: 'CTR' },
    'AES-KW': { family: 'oct', usages: ['wrapKey', 'unwrapKey'], aes: 'KW' },
    PBKDF2: { family: 'oct', usages: ['deriveKey', 'deriveBits'], derives: true },
    HKDF: { family: 'oct', usages: ['deriveKey', 'deriveBits'], derives: true },
  };
  const hashes = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };
  const curves = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };
  const canonical = new Map([...Object.keys(algorithms), ...Object.keys(hashes)].map((name) => [name.toLowerCase(), name]));
  canonical.set('eddsa', 'Ed25519');

  // ---- small things
  async function ask(operation, request) {
    const { value, failure } = JSON.parse(await web.start(host.asyncSyscall(`crypto/${operation}`, JSON.stringify(request))));
    if (failure !== undefined) {
      throw trouble(failure.name, failure.message);
    }
    return value;
  }
  const text = (data) => {
    const view = viewOf(data);
    if (view === undefined) {
      throw new TypeError('The data must be an ArrayBuffer or a view of one');
    }
    return web.toBase64(view);
  };
  const buffer = (base64) => web.fromBase64(base64).buffer;
  const toUrl = (bytes) => bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
  const fromUrl = (value) => {
    try {
      return Uint8Array.fromBase64(value, { alphabet: 'base64url' });
    } catch {
      throw trouble('DataError', 'The key is not written in base64url');
    }
  };
  function named(algorithm) {
    const object = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
    if (typeof object?.name !== 'string') {
      throw new TypeError('An algorithm needs a name');
    }
    const name = canonical.get(object.name.toLowerCase());
    if (name === undefined) {
      throw trouble('NotSupportedError', `Unrecognized algorithm name: ${object.name}`);
    }
    return { ...object, name };
  }
  function hashOf(algorithm) {
    if (algorithm?.hash === undefined) {
      throw new TypeError('The algorithm needs a hash');
    }
    const { name } = named(algorithm.hash);
    if (!(name in hashes)) {
      throw trouble('NotSupportedError', `${name} is no hash`);
    }
    return name;
  }
  function rulesOf({ name }) {
    const rules = algorithms[name];
    if (rules === undefined) {
      throw trouble('NotSupportedError', `${name} has no keys`);
    }
    return rules;
  }
  function checkUsages(usages, allowed, kind) {
    const wrong = usages.find((usage) => !allowed.includes(usage));
    if (wrong !== undefined) {
      throw trouble('SyntaxError', `A key of this kind cannot be used for ${wrong}`);
    }
    if (usages.length === 0 && kind !== 'public') {
      throw trouble('SyntaxError', 'Usages cannot be empty when importing or generating a private or secret key');
    }
  }

  // What only this file can hand to the constructor.
  const inside = {};
  let jwkOf;
  class CryptoKey {
    #jwk;
    constructor(key, jwk, type, algorithm, extractable, usages) {
      if (key !== inside) {
        throw new TypeError('Illegal constructor');
      }
      this.#jwk = jwk;
      const fields = { type, extractable, algorithm, usages: [...new Set(usages)].sort() };
      for (const [name, value] of Object.entries(fields)) {
        Object.defineProperty(this, name, { value, enumerable: true });
      }
    }
    static {
      jwkOf = (key) => key.#jwk;
    }
    get [Symbol.toStringTag]() {
      return 'CryptoKey';
    }
  }
  function made(jwk, type, algorithm, extractable, usages) {
    return new CryptoKey(inside, jwk, type, algorithm, type === 'public' ? true : Boolean(extractable), usages);
  }
  function usable(key, usage, algorithm) {
    if (!(key instanceof CryptoKey)) {
      throw new TypeError('The key is not a CryptoKey');
    }
    if (key.algorithm.name !== algorithm.name) {
      throw trouble('InvalidAccessError', `The key is for ${key.algorithm.name}, not for ${algorithm.name}`);
    }
    if (!key.usages.includes(usage)) {
      throw trouble('InvalidAccessError', `The key cannot be used for ${usage}`);
    }
    return jwkOf(key);
  }

  // ---- what a key's algorithm says of it
  function described(algorithm, jwk) {
    const { name } = algorithm;
    switch (algorithms[name].family) {
      case 'RSA': {
        const modulus = fromUrl(jwk.n);
        const modulusLength = modulus.length * 8 - (Math.clz32(modulus[0]) - 24);
        return { name, modulusLength, publicExponent: fromUrl(jwk.e), hash: { name: hashOf(algorithm) } };
      }
      case 'EC':
        return { name, namedCurve: jwk.crv };
      case 'OKP':
        return { name };
      default: {
        const bits = fromUrl(jwk.k).length * 8;
        if (name === 'HMAC') {
          return { name, hash: { name: hashOf(algorithm) }, length: algorithm.length ?? bits };
        }
        return algorithms[name].derives ? { name } : { name, length: bits };
      }
    }
  }
  function finished(algorithm, jwk, type, extractable, usages) {
    const rules = algorithms[algorithm.name];
    const allowed = rules.usages ?? rules.pair[type];
    checkUsages(usages, allowed, type);
    if (rules.aes !== undefined && ![16, 24, 32].includes(fromUrl(jwk.k).length)) {
      throw trouble('DataError', 'An AES key has 128, 192 or 256 bits');
    }
    if (algorithm.name === 'HMAC' && jwk.k === '') {
      throw trouble('DataError', 'An HMAC key must not be empty');
    }
    if (rules.derives && extractable) {
      throw trouble('SyntaxError', `A key for ${algorithm.name} cannot be extractable`);
    }
    return made(jwk, type, described(algorithm, jwk), extractable, usages);
  }

  // ---- reading keys
  const kept = { RSA: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'], EC: ['crv', 'x', 'y', 'd'], OKP: ['crv', 'x', 'd'], oct: ['k'] };
  function fromJwk(algorithm, data, extractable, usages) {
    const rules = algorithms[algorithm.name];
    const refuse = (why) => {
      throw trouble('DataError', `Invalid JWK: ${why}`);
    };
    if (typeof data !== 'object' || data === null) {
      throw new TypeError('A JWK is an object');
    }
    if (data.kty !== rules.family) {
      refuse(`kty is ${data.kty}, not ${rules.family}`);
    }
    if (rules.family === 'EC' && data.crv !== algorithm.namedCurve) {
      refuse(`crv is ${data.crv}, not ${algorithm.namedCurve}`);
    }
    if (rules.family === 'OKP' && data.crv !== algorithm.name) {
      refuse(`crv is ${data.crv}, not ${algorithm.name}`);
    }
    const alg = rules.jwkAlg?.(hashOf(algorithm));
    if (data.alg !== undefined && alg !== undefined && data.alg !== alg) {
      refuse(`alg is ${data.alg}, not ${alg}`);
    }
    if (data.ext === false && extractable) {
      refuse('the key is not extractable');
    }
    if (data.key_ops !== undefined && usages.some((usage) => !data.key_ops.includes(usage))) {
      refuse('key_ops does not allow the usages');
    }
    return Object.fromEntries([['kty', data.kty], ...kept[rules.family].filter((name) => name in data).map((name) => [name, data[name]])]);
  }
  function fromRaw(algorithm, data) {
    const bytes = viewOf(data);
    if (bytes === undefined) {
      throw new TypeError('A raw key is an ArrayBuffer or a view of one');
    }
    switch (algorithms[algorithm.name].family) {
      case 'oct':
        return { kty: 'oct', k: toUrl(bytes) };
      case 'EC': {
        const size = curves[algorithm.namedCurve];
        if (bytes[0] !== 4 || bytes.length !== 2 * size + 1) {
          throw trouble('DataError', 'The key is not an uncompressed point of the curve');
        }
        return { kty: 'EC', crv: algorithm.namedCurve, x: toUrl(bytes.subarray(1, size + 1)), y: toUrl(bytes.subarray(size + 1)) };
      }
      case 'OKP':
        return { kty: 'OKP', crv: algorithm.name, x: toUrl(bytes) };
      default:
        throw trouble('NotSupportedError', 'An RSA key has no raw form');
    }
  }
  function checkCurve(algorithm) {
    if (algorithms[algorithm.name].family === 'EC' && !(algorithm.namedCurve in curves)) {
      throw trouble('NotSupportedError', `Unsupported namedCurve: ${algorithm.namedCurve}`);
    }
  }
  async function imported(format, data, algorithm, extractable, usages) {
    const rules = rulesOf(algorithm);
    checkCurve(algorithm);
    let jwk;
    if (format === 'jwk') {
      jwk = fromJwk(algorithm, data, extractable, usages);
    } else if (format === 'raw' || format === 'raw-secret' || format === 'raw-public') {
      jwk = fromRaw(algorithm, data);
    } else if ((format === 'spki' || format === 'pkcs8') && rules.family !== 'oct') {
      jwk = await ask('import', { algorithm: { name: algorithm.name, namedCurve: algorithm.namedCurve }, format, data: text(data) });
    } else {
      throw trouble('NotSupportedError', `Unsupported key format: ${format}`);
    }
    const type = rules.family === 'oct' ? 'secret' : 'd' in jwk ? 'private' : 'public';
    if (type !== 'secret' && (format === 'jwk' || format.startsWith('raw'))) {
      // Writing a key once tells whether it is one.
      try {
        await ask('export', { key: jwk, format: type === 'public' ? 'spki' : 'pkcs8' });
      } catch (error) {
        throw trouble('DataError', error.message);
      }
    }
    return finished(algorithm, jwk, type, extractable, usages);
  }
  async function exported(format, key) {
    if (!(key instanceof CryptoKey)) {
      throw new TypeError('The key is not a CryptoKey');
    }
    if (!key.extractable) {
      throw trouble('InvalidAccessError', 'The key is not extractable');
    }
    const jwk = jwkOf(key);
    const { name, hash } = key.algorithm;
    const rules = algorithms[name];
    const wrongKind = () => trouble('InvalidAccessError', `A ${key.type} key has no form ${format}`);
    switch (format) {
      case 'jwk': {
        const alg = rules.aes === undefined ? rules.jwkAlg?.(hash.name) : `A${key.algorithm.length}${rules.aes}`;
        return { ...jwk, ...(alg === undefined ? {} : { alg }), key_ops: [...key.usages], ext: true };
      }
      case 'raw':
        if (rules.family === 'oct') {
          return fromUrl(jwk.k).buffer;
        }
        if (key.type !== 'public') {
          throw wrongKind();
        }
        if (rules.family === 'EC') {
          return new Uint8Array([4, ...fromUrl(jwk.x), ...fromUrl(jwk.y)]).buffer;
        }
        if (rules.family === 'OKP') {
          return fromUrl(jwk.x).buffer;
        }
        throw trouble('NotSupportedError', 'An RSA key has no raw form');
      case 'spki':
      case 'pkcs8':
        if (key.type !== (format === 'spki' ? 'public' : 'private')) {
          throw wrongKind();
        }
        return buffer(await ask('export', { key: jwk, format }));
      default:
        throw trouble('NotSupportedError', `Unsupported key format: ${format}`);
    }
  }
  async function generated(algorithm, extractable, usages) {
    const rules = rulesOf(algorithm);
    checkCurve(algorithm);
    if (rules.family === 'oct') {
      if (rules.derives) {
        throw trouble('NotSupportedError', `${algorithm.name} has no keys of its own`);
      }
      const bits = algorithm.length ?? (algorithm.name === 'HMAC' ? hashes[hashOf(algorithm)] : 0);
      if (rules.aes !== undefined && ![128, 192, 256].includes(bits)) {
        throw trouble('OperationError', 'An AES key has 128, 192 or 256 bits');
      }
      const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(bits / 8)));
      return finished(algorithm, { kty: 'oct', k: toUrl(bytes) }, 'secret', extractable, usages);
    }
    checkUsages(usages, [...rules.pair.private, ...rules.pair.public], 'private');
    const privates = usages.filter((usage) => rules.pair.private.includes(usage));
    if (privates.length === 0) {
      throw trouble('SyntaxError', 'Usages cannot be empty when creating a key.');
    }
    const request = { name: algorithm.name, namedCurve: algorithm.namedCurve, modulusLength: algorithm.modulusLength };
    if (rules.family === 'RSA') {
      hashOf(algorithm);
      request.publicExponent = text(algorithm.publicExponent);
    }
    const pair = await ask('generate', { algorithm: request });
    const publics = usages.filter((usage) => rules.pair.public.includes(usage));
    return {
      publicKey: made(pair.publicKey, 'public', described(algorithm, pair.publicKey), true, publics),
      privateKey: made(pair.privateKey, 'private', described(algorithm, pair.privateKey), extractable, privates),
    };
  }

  // ---- using keys
  function signing(algorithm, key) {
    const request = { name: algorithm.name };
    if (algorithm.name === 'ECDSA') {
      request.hash = hashOf(algorithm);
    } else if (key.algorithm.hash !== undefined) {
      request.hash = key.algorithm.hash.name;
    }
    request.saltLength = algorithm.saltLength;
    return request;
  }
  function ciphering(algorithm, key) {
    const request = { name: algorithm.name, hash: key.algorithm.hash?.name, tagLength: algorithm.tagLength };
    for (const field of ['iv', 'counter', 'additionalData', 'label']) {
      if (algorithm[field] !== undefined) {
        request[field] = text(algorithm[field]);
      }
    }
    const needed = { 'AES-GCM': 'iv', 'AES-CBC': 'iv', 'AES-CTR': 'counter' }[algorithm.name];
    if (needed !== undefined && request[needed] === undefined) {
      throw new TypeError(`${algorithm.name} needs ${needed}`);
    }
    if (needed !== undefined && algorithm.name !== 'AES-GCM' && viewOf(algorithm[needed]).length !== 16) {
      throw trouble('OperationError', `${needed} must have 16 bytes`);
    }
    return request;
  }
  async function derived(algorithm, key, usage, length) {
    const jwk = usable(key, usage, algorithm);
    const request = { name: algorithm.name, iterations: algorithm.iterations };
    if (algorithm.name === 'PBKDF2' || algorithm.name === 'HKDF') {
      request.hash = hashOf(algorithm);
      request.salt = text(algorithm.salt);
      request.info = algorithm.info === undefined ? '' : text(algorithm.info);
      if (!length || length % 8 !== 0) {
        throw trouble('OperationError', 'length must be a multiple of 8 and not zero');
      }
    } else {
      if (!(algorithm.public instanceof CryptoKey) || algorithm.public.type !== 'public') {
        throw trouble('InvalidAccessError', 'The other half must be a public key');
      }
      request.public = jwkOf(algorithm.public);
      if (request.public.crv !== jwk.crv) {
        throw trouble('InvalidAccessError', 'The keys are of different curves');
      }
    }
    return await ask('derive', { algorithm: request, key: jwk, bits: length ?? 0 });
  }
  function bitsFor(algorithm) {
    if (algorithms[algorithm.name]?.aes !== undefined) {
      return algorithm.length;
    }
    return algorithm.name === 'HMAC' ? (algorithm.length ?? hashes[hashOf(algorithm)]) : null;
  }
  class SubtleCrypto {
    async digest(algorithm, data) {
      const { name } = named(algorithm);
      if (!(name in hashes)) {
        throw trouble('NotSupportedError', `${name} is no hash`);
      }
      return buffer(await ask('digest', { hash: name, data: text(data) }));
    }
    async importKey(format, data, algorithm, extractable, usages) {
      return imported(format, data, named(algorithm), extractable, [...usages]);
    }
    async exportKey(format, key) {
      return exported(format, key);
    }
    async generateKey(algorithm, extractable, usages) {
      return generated(named(algorithm), extractable, [...usages]);
    }
    async sign(algorithm, key, data) {
      const given = named(algorithm);
      const jwk = usable(key, 'sign', given);
      return buffer(await ask('sign', { algorithm: signing(given, key), key: jwk, data: text(data) }));
    }
    async verify(algorithm, key, signature, data) {
      const given = named(algorithm);
      const jwk = usable(key, 'verify', given);
      return await ask('verify', { algorithm: signing(given, key), key: jwk, signature: text(signature), data: text(data) });
    }
    async encrypt(algorithm, key, data) {
      const given = named(algorithm);
      const jwk = usable(key, 'encrypt', given);
      return buffer(await ask('encrypt', { algorithm: ciphering(given, key), key: jwk, data: text(data) }));
    }
    async decrypt(algorithm, key, data) {
      const given = named(algorithm);
      const jwk = usable(key, 'decrypt', given);
      return buffer(await ask('decrypt', { algorithm: ciphering(given, key), key: jwk, data: text(data) }));
    }
    async deriveBits(algorithm, key, length) {
      return buffer(await derived(named(algorithm), key, 'deriveBits', length));
    }
    async deriveKey(algorithm, key, target, extractable, usages) {
      const wanted = named(target);
      const bits = await derived(named(algorithm), key, 'deriveKey', bitsFor(wanted));
      return imported('raw', web.fromBase64(bits), wanted, extractable, [...usages]);
    }
    async wrapKey(format, key, wrapping, algorithm) {
      const given = named(algorithm);
      const jwk = usable(wrapping, 'wrapKey', given);
      const plain = await exported(format, key);
      const data = format === 'jwk' ? new TextEncoder().encode(JSON.stringify(plain)) : plain;
      return buffer(await ask('encrypt', { algorithm: ciphering(given, wrapping), key: jwk, data: text(data) }));
    }
    async unwrapKey(format, wrapped, unwrapping, algorithm, target, extractable, usages) {
      const given = named(algorithm);
      const jwk = usable(unwrapping, 'unwrapKey', given);
      const plain = web.fromBase64(await ask('decrypt', { algorithm: ciphering(given, unwrapping), key: jwk, data: text(wrapped) }));
      const data = format === 'jwk' ? JSON.parse(new TextDecoder().decode(plain)) : plain;
      return imported(format, data, named(target), extractable, [...usages]);
    }
  }
  return { CryptoKey, SubtleCrypto, subtle: new SubtleCrypto() };
});

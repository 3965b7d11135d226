const same = (got, wanted) => {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
  }
};
const refusal = async (work) => {
  try {
    await work();
  } catch (error) {
    return error?.name ?? String(error);
  }
  return 'nothing';
};
const bytes = (text) => new TextEncoder().encode(text);
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
const unhex = (text) => new Uint8Array(text.match(/../g).map((pair) => parseInt(pair, 16)));
const { subtle } = crypto;

export async function cryptoDigests() {
  same(hex(await subtle.digest('SHA-1', bytes('abc'))), 'a9993e364706816aba3e25717850c26c9cd0d89d');
  same(hex(await subtle.digest({ name: 'sha-256' }, bytes('abc').buffer)),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  same((await subtle.digest('SHA-384', bytes(''))).byteLength, 48);
  same((await subtle.digest('SHA-512', bytes(''))).byteLength, 64);
  same(await refusal(() => subtle.digest('MD5', bytes(''))), 'NotSupportedError');
}
// RFC 4231, test case 2.
export async function cryptoHmac() {
  const key = await subtle.importKey('raw', bytes('Jefe'), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
  const signature = await subtle.sign('HMAC', key, bytes('what do ya want for nothing?'));
  same(hex(signature), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  same(await subtle.verify('HMAC', key, signature, bytes('what do ya want for nothing?')), true);
  same(await subtle.verify('HMAC', key, signature, bytes('else')), false);
  const jwk = await subtle.exportKey('jwk', key);
  same([jwk.kty, jwk.k, jwk.alg, jwk.ext], ['oct', 'SmVmZQ', 'HS256', true]);
  same([key.type, key.algorithm.hash.name, key.algorithm.length], ['secret', 'SHA-256', 32]);
}
// RFC 5869, test case 1; RFC 7914, section 11.
export async function cryptoDerivesKeys() {
  const secret = await subtle.importKey('raw', unhex('0b'.repeat(22)), 'HKDF', false, ['deriveBits']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: unhex('000102030405060708090a0b0c'), info: unhex('f0f1f2f3f4f5f6f7f8f9') };
  same(hex(await subtle.deriveBits(hkdf, secret, 336)),
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
  const password = await subtle.importKey('raw', bytes('passwd'), 'PBKDF2', false, ['deriveBits', 'deriveKey']);
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes('salt'), iterations: 1 };
  same(hex(await subtle.deriveBits(pbkdf2, password, 512)),
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
    '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783');
  const key = await subtle.deriveKey(pbkdf2, password, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  same([key.algorithm.name, key.algorithm.length, key.extractable], ['AES-GCM', 256, false]);
  same(await refusal(() => subtle.exportKey('raw', key)), 'InvalidAccessError');
}
export async function cryptoEncrypts() {
  const parameters = {
    'AES-GCM': { iv: new Uint8Array(12), additionalData: bytes('more') },
    'AES-CBC': { iv: new Uint8Array(16) },
    'AES-CTR': { counter: new Uint8Array(16), length: 64 },
  };
  for (const [name, more] of Object.entries(parameters)) {
    const key = await subtle.generateKey({ name, length: 128 }, true, ['encrypt', 'decrypt']);
    const secret = await subtle.encrypt({ name, ...more }, key, bytes('hidden'));
    same(new TextDecoder().decode(await subtle.decrypt({ name, ...more }, key, secret)), 'hidden');
  }
  // McGrew and Viega's GCM, test case 2.
  const zero = await subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, zero, new Uint8Array(16));
  same(hex(sealed), '0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf');
  const broken = new Uint8Array(sealed);
  broken[0] ^= 1;
  same(await refusal(() => subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, zero, broken)), 'OperationError');
  const rsa = { name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
  const pair = await subtle.generateKey(rsa, true, ['encrypt', 'decrypt']);
  const label = bytes('label');
  const small = await subtle.encrypt({ name: 'RSA-OAEP', label }, pair.publicKey, bytes('small'));
  same(new TextDecoder().decode(await subtle.decrypt({ name: 'RSA-OAEP', label }, pair.privateKey, small)), 'small');
  same([pair.publicKey.algorithm.modulusLength, [...pair.publicKey.algorithm.publicExponent]], [2048, [1, 0, 1]]);
}
export async function cryptoSignsAndMovesKeys() {
  const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
  const all = [
    [{ name: 'RSASSA-PKCS1-v1_5', ...rsa }, {}],
    [{ name: 'RSA-PSS', ...rsa }, { saltLength: 32 }],
    [{ name: 'ECDSA', namedCurve: 'P-256' }, { hash: 'SHA-256' }],
    [{ name: 'ECDSA', namedCurve: 'P-384' }, { hash: { name: 'SHA-384' } }],
    [{ name: 'ECDSA', namedCurve: 'P-521' }, { hash: 'SHA-512' }],
    [{ name: 'Ed25519' }, {}],
  ];
  for (const [algorithm, more] of all) {
    const { publicKey, privateKey } = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const how = { name: algorithm.name, ...more };
    const signature = await subtle.sign(how, privateKey, bytes('said'));
    same(await subtle.verify(how, publicKey, signature, bytes('said')), true);
    same(await subtle.verify(how, publicKey, signature, bytes('else')), false);
    same(await subtle.verify(how, publicKey, new Uint8Array(3), bytes('said')), false);
    for (const format of ['jwk', 'pkcs8']) {
      const moved = await subtle.importKey(format, await subtle.exportKey(format, privateKey), algorithm, true, ['sign']);
      same(await subtle.verify(how, publicKey, await subtle.sign(how, moved, bytes('b')), bytes('b')), true);
      const jwk = await subtle.exportKey('jwk', moved);
      const half = await subtle.exportKey('jwk', publicKey);
      same([jwk.x, jwk.y, jwk.n], [half.x, half.y, half.n]);
    }
    for (const format of algorithm.hash === undefined ? ['jwk', 'spki', 'raw'] : ['jwk', 'spki']) {
      const moved = await subtle.importKey(format, await subtle.exportKey(format, publicKey), algorithm, true, ['verify']);
      same(await subtle.verify(how, moved, signature, bytes('said')), true);
    }
  }
}
// RFC 8037, appendix A.
export async function cryptoAgreesWithTheRfcs() {
  const jwk = { kty: 'OKP', crv: 'Ed25519', d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
  const key = await subtle.importKey('jwk', jwk, 'Ed25519', true, ['sign']);
  const input = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc';
  const signature = new Uint8Array(await subtle.sign('Ed25519', key, bytes(input)));
  same(btoa(String.fromCharCode(...signature)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''),
    'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg');
  const pkcs8 = await subtle.exportKey('pkcs8', key);
  const back = await subtle.exportKey('jwk', await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']));
  same([back.x, back.d], [jwk.x, jwk.d]);
}
export async function cryptoAgreesOnSecrets() {
  for (const algorithm of [{ name: 'ECDH', namedCurve: 'P-256' }, { name: 'ECDH', namedCurve: 'P-521' }, { name: 'X25519' }]) {
    const one = await subtle.generateKey(algorithm, true, ['deriveBits', 'deriveKey']);
    const two = await subtle.generateKey(algorithm, true, ['deriveBits', 'deriveKey']);
    const left = await subtle.deriveBits({ name: algorithm.name, public: two.publicKey }, one.privateKey, 256);
    const right = await subtle.deriveBits({ name: algorithm.name, public: one.publicKey }, two.privateKey, 256);
    same(hex(left), hex(right));
    const pkcs8 = await subtle.exportKey('pkcs8', one.privateKey);
    const moved = await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['deriveBits']);
    same((await subtle.exportKey('jwk', moved)).x, (await subtle.exportKey('jwk', one.publicKey)).x);
  }
}
export async function cryptoWrapsKeys() {
  const wrapping = await subtle.generateKey({ name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey']);
  const key = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  const wrapped = await subtle.wrapKey('raw', key, wrapping, 'AES-KW');
  const back = await subtle.unwrapKey('raw', wrapped, wrapping, 'AES-KW', { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  same(hex(await subtle.exportKey('raw', back)), hex(await subtle.exportKey('raw', key)));
  const gcm = await subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['wrapKey', 'unwrapKey']);
  const how = { name: 'AES-GCM', iv: new Uint8Array(12) };
  const asJwk = await subtle.wrapKey('jwk', key, gcm, how);
  const again = await subtle.unwrapKey('jwk', asJwk, gcm, how, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  same(hex(await subtle.exportKey('raw', again)), hex(await subtle.exportKey('raw', key)));
}
export async function cryptoKeepsTheRules() {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await subtle.importKey('raw', bytes('k'), hmac, false, ['verify']);
  same(await refusal(() => subtle.sign('HMAC', key, bytes(''))), 'InvalidAccessError');
  same(await refusal(() => subtle.importKey('raw', bytes('k'), hmac, false, ['encrypt'])), 'SyntaxError');
  same(await refusal(() => subtle.importKey('raw', bytes('k'), hmac, false, [])), 'SyntaxError');
  same(await refusal(() => subtle.importKey('raw', bytes('short'), 'AES-GCM', false, ['encrypt'])), 'DataError');
  same(await refusal(() => subtle.importKey('pkcs8', bytes('x'), { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign'])), 'DataError');
  same(await refusal(() => subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ' }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])), 'DataError');
  same(await refusal(() => subtle.generateKey('Nonsense', false, ['sign'])), 'NotSupportedError');
  same(Object.prototype.toString.call(key), '[object CryptoKey]');
}

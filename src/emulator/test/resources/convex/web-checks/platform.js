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

export async function blobsAndFiles() {
  const blob = new Blob(['héllo', new Uint8Array([33]), new Blob(['?'])], { type: 'Text/Plain' });
  same([blob.size, blob.type, await blob.text()], [8, 'text/plain', 'héllo!?']);
  same(await blob.slice(-2).text(), '!?');
  same(await blob.slice(1, 3, 'x/y').text(), 'é');
  same(await new Response(blob.stream()).text(), 'héllo!?');
  const file = new File(['abc'], 'a.txt', { type: 'text/plain', lastModified: 5 });
  same([file.name, file.size, file.lastModified, file instanceof Blob], ['a.txt', 3, 5, true]);
  same(Object.prototype.toString.call(file), '[object File]');
}
export async function forms() {
  const form = new FormData();
  form.append('a', 1);
  form.append('a', 'two');
  form.append('file', new Blob(['con\r\ntent'], { type: 'text/x' }), 'n"ame.txt');
  form.set('b', 'ü\nx');
  same([form.get('a'), form.getAll('a'), form.has('c'), form.get('file').name], ['1', ['1', 'two'], false, 'n"ame.txt']);
  const request = new Request('http://a/', { method: 'POST', body: form });
  same(request.headers.get('content-type').startsWith('multipart/form-data; boundary='), true);
  const back = await request.formData();
  same([...back.keys()], ['a', 'a', 'file', 'b']);
  same([back.get('b'), back.get('file').name, back.get('file').type], ['ü\r\nx', 'n"ame.txt', 'text/x']);
  same(await back.get('file').text(), 'con\r\ntent');
  form.delete('a');
  same([...form.keys()], ['file', 'b']);
  const search = await new Response(new URLSearchParams({ q: 'a b&c' })).formData();
  same([...search], [['q', 'a b&c']]);
  same(await refusal(() => new Response('x').formData()), 'TypeError');
}
export async function requestsAndResponses() {
  const request = new Request('http://a/b?c', { method: 'post', body: '{"x":1}', headers: { A: '1' } });
  same([request.method, request.url, request.bodyUsed], ['POST', 'http://a/b?c', false]);
  const copy = request.clone();
  same(await request.json(), { x: 1 });
  same([request.bodyUsed, copy.bodyUsed, copy.headers.get('a')], [true, false, '1']);
  same(await copy.text(), '{"x":1}');
  same(await refusal(() => copy.text()), 'TypeError');
  same(await refusal(() => new Request('http://a', { method: 'GET', body: 'x' })), 'TypeError');
  const json = Response.json({ y: 2 }, { status: 201 });
  same([json.status, json.ok, json.headers.get('content-type'), await json.json()], [201, true, 'application/json', { y: 2 }]);
  const moved = Response.redirect('http://a/c', 307);
  same([moved.status, moved.headers.get('location')], [307, 'http://a/c']);
  same([Response.error().type, Response.error().status], ['error', 0]);
  same(await refusal(() => new Response('x', { status: 204 })), 'TypeError');
  same(await refusal(() => new Response('x', { status: 99 })), 'RangeError');
  const streamed = new Response(ReadableStream.from([new Uint8Array([104]), new Uint8Array([105])]));
  const twin = streamed.clone();
  same([await streamed.text(), await twin.text()], ['hi', 'hi']);
  const half = new Response('abc');
  const reader = half.body.getReader();
  same([...(await reader.read()).value], [97, 98, 99]);
  same([half.bodyUsed, await refusal(() => half.text())], [true, 'TypeError']);
  same(new Response().body, null);
}
export async function headers() {
  const headers = new Headers([['B', '2'], ['a', '1'], ['b', '3'], ['Set-Cookie', 'x'], ['set-cookie', 'y']]);
  same([...headers], [['a', '1'], ['b', '2, 3'], ['set-cookie', 'x'], ['set-cookie', 'y']]);
  same([headers.getSetCookie(), headers.get('none'), headers.has('A')], [['x', 'y'], null, true]);
  headers.delete('B');
  same(headers.get('b'), null);
  same(await refusal(() => headers.set('bad name', 'x')), 'TypeError');
  same(await refusal(() => headers.set('a', 'x\ny')), 'TypeError');
}
export async function events() {
  const heard = [];
  const target = new EventTarget();
  target.addEventListener('a', (event) => heard.push([event.type, event.detail, event.target === target]), { once: true });
  target.addEventListener('a', { handleEvent: (event) => event.preventDefault() });
  same(target.dispatchEvent(new CustomEvent('a', { detail: 3, cancelable: true })), false);
  target.dispatchEvent(new Event('a'));
  same(heard, [['a', 3, true]]);
  const controller = new AbortController();
  const any = AbortSignal.any([controller.signal, new AbortController().signal]);
  let told = 0;
  any.addEventListener('abort', () => told++);
  any.onabort = () => told++;
  controller.abort(new RangeError('why'));
  controller.abort();
  same([any.aborted, any.reason.message, told], [true, 'why', 2]);
  same(await refusal(() => any.throwIfAborted()), 'RangeError');
  same(AbortSignal.abort().reason.name, 'AbortError');
  const timeout = AbortSignal.timeout(1);
  await new Promise((resolve) => timeout.addEventListener('abort', resolve));
  same([timeout.reason.name, timeout.reason.code], ['TimeoutError', 23]);
  const { port1, port2 } = new MessageChannel();
  same(await new Promise((resolve) => {
    port2.onmessage = (event) => resolve(event.data);
    port1.postMessage({ a: 1 });
  }), { a: 1 });
  port2.close();
}
export async function urls() {
  const url = new URL('../c?x=1#y', 'https://User:pw@Exa%6dple.com:443/a/b/'.replace('%6d', 'm'));
  same(url.href, 'https://User:pw@example.com/a/c?x=1#y');
  url.searchParams.append('ü', 'a b');
  url.pathname = '/ä b';
  same(url.href, 'https://User:pw@example.com/%C3%A4%20b?x=1&%C3%BC=a+b#y');
  same([URL.canParse('no'), URL.canParse('mailto:a@b'), await refusal(() => new URL('http://'))], [false, true, 'TypeError']);
  same(new URL('data:text/plain,hi').pathname, 'text/plain,hi');
  const params = new URLSearchParams('?b=2&a=%20+x&b=3');
  params.sort();
  same([params.toString(), params.getAll('b'), params.size], ['a=++x&b=2&b=3', ['2', '3'], 3]);
  same(Object.fromEntries(params), { a: '  x', b: '3' });
}
export async function textInManyEncodings() {
  const decode = (label, ...bytes) => new TextDecoder(label).decode(new Uint8Array(bytes));
  same(decode('latin1', 0xe9, 0x80), 'é€');
  same(decode('shift_jis', 0x93, 0xfa), '日');
  same(decode('gbk', 0xc4, 0xe3), '你');
  same(decode('euc-kr', 0xb0, 0xa1), '가');
  same(decode('iso-8859-2', 0xb1), 'ą');
  same(decode('utf-16be', 0, 65), 'A');
  same(new TextDecoder('ascii').encoding, 'windows-1252');
  same([new TextDecoder().encoding, new TextDecoder('UTF8') instanceof TextDecoder], ['utf-8', true]);
  same(await refusal(() => new TextDecoder('nonsense')), 'RangeError');
  same(await refusal(() => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255]))), 'TypeError');
  same([atob(' YWI = '), btoa('ab'), await refusal(() => atob('a')), await refusal(() => btoa('€'))],
    ['ab', 'YWI=', 'InvalidCharacterError', 'InvalidCharacterError']);
}
export async function clones() {
  const cycle = { d: new Date(5), m: new Map([[1, new Set([2])]]), b: new Uint8Array([1, 2]), e: new TypeError('t') };
  cycle.self = cycle;
  const copy = structuredClone(cycle);
  same([copy.self === copy, copy.d.getTime(), copy.m.get(1).has(2), [...copy.b], copy.e.message], [true, 5, true, [1, 2], 't']);
  same(copy.e instanceof TypeError, true);
  const moved = new ArrayBuffer(4);
  same([structuredClone(moved, { transfer: [moved] }).byteLength, moved.byteLength], [4, 0]);
  same(await refusal(() => structuredClone(() => 1)), 'DataCloneError');
}
export async function timers() {
  const order = [];
  const stopped = setTimeout(() => order.push('never'), 1);
  clearTimeout(stopped);
  queueMicrotask(() => order.push('micro'));
  await new Promise((resolve) => {
    let count = 0;
    const id = setInterval(() => {
      order.push(++count);
      if (count === 3) {
        clearInterval(id);
        resolve();
      }
    }, 1);
  });
  same(order, ['micro', 1, 2, 3]);
}
export async function webAssembly() {
  // (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))
  const bytes = Uint8Array.from(
    '0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b'.match(/../g).map((byte) => parseInt(byte, 16)),
  );
  const { instance } = await WebAssembly.instantiate(bytes, {});
  same(instance.exports.add(2, 3), 5);
  same((await WebAssembly.instantiate(await WebAssembly.compile(bytes))).exports.add(20, 22), 42);
}
export async function chance() {
  const id = crypto.randomUUID();
  same(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), true);
  same(crypto.getRandomValues(new Uint32Array(3)).length, 3);
  same(await refusal(() => crypto.getRandomValues(new Uint8Array(65537))), 'QuotaExceededError');
}

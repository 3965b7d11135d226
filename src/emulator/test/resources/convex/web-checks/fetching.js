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

export async function fetchSendsAndReadsBodies(url) {
  const answer = await fetch(url + '/echo', { method: 'POST', body: 'héllo', headers: { 'Content-Type': 'text/x' } });
  same([answer.status, answer.statusText, answer.ok, answer.url], [200, 'OK', true, url + '/echo']);
  same([answer.headers.get('x-method'), answer.headers.get('content-type')], ['POST', 'text/x']);
  same(answer.headers.getSetCookie().sort(), ['a=1', 'b=2']);
  same(await answer.text(), 'héllo');
  const form = new FormData();
  form.append('f', new Blob([new Uint8Array([0, 255])]), 'f.bin');
  const back = await (await fetch(url + '/echo', { method: 'PUT', body: form })).formData();
  same([...(await back.get('f').bytes())], [0, 255]);
  const stream = ReadableStream.from(['a', 'b']).pipeThrough(new TextEncoderStream());
  const streamed = await fetch(new Request(url + '/echo', { method: 'POST', body: stream, duplex: 'half' }));
  same(await streamed.text(), 'ab');
  same((await fetch(url + '/echo', { method: 'HEAD' })).body, null);
  same(await (await fetch('data:text/plain;base64,aGk=')).text(), 'hi');
}
export async function fetchGivesPiecesAsTheyCome(url) {
  const { body } = await fetch(url + '/slow');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  same((await reader.read()).value, 'first');
  await fetch(url + '/read');
  same((await reader.read()).value, 'second');
  same((await reader.read()).done, true);
}
export async function fetchUnpacks(url) {
  same(await (await fetch(url + '/gzip')).text(), 'unpacked');
}
export async function fetchFollowsAsTold(url) {
  const followed = await fetch(url + '/moved');
  same([followed.status, followed.redirected, followed.url], [200, true, url + '/echo']);
  const manual = await fetch(url + '/moved', { redirect: 'manual' });
  same([manual.status, manual.headers.get('location')], [302, '/echo']);
  same(await refusal(() => fetch(url + '/moved', { redirect: 'error' })), 'TypeError');
}
export async function fetchIsAborted(url) {
  const controller = new AbortController();
  const answer = await fetch(url + '/never', { signal: controller.signal });
  const reading = refusal(() => answer.text());
  controller.abort();
  same(await reading, 'AbortError');
  same(await refusal(() => fetch(url + '/never', { signal: AbortSignal.abort() })), 'AbortError');
  const { body } = await fetch(url + '/never');
  await body.cancel();
}
export async function fetchFailsAsATypeError() {
  same(await refusal(() => fetch('http://127.0.0.1:1/')), 'TypeError');
  same(await refusal(() => fetch('/relative')), 'TypeError');
  same(await refusal(() => fetch('ftp://127.0.0.1/')), 'TypeError');
}

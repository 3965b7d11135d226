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
const read = async (stream) => {
  const all = [];
  for await (const chunk of stream) {
    all.push(chunk);
  }
  return all;
};
const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

export async function streamsPullOnlyWhatIsWanted() {
  const pulls = [];
  const stream = new ReadableStream({
    pull(controller) {
      pulls.push(controller.desiredSize);
      controller.enqueue(pulls.length);
      if (pulls.length === 4) controller.close();
    },
  });
  await tick();
  same(pulls, [1]);
  const reader = stream.getReader();
  same(await reader.read(), { value: 1, done: false });
  await tick();
  same(pulls.length, 2);
  reader.releaseLock();
  same(await read(stream), [2, 3, 4]);
  same(stream.locked, false);
}
export async function streamsAreLockedByOneReader() {
  const stream = new ReadableStream();
  stream.getReader();
  same(stream.locked, true);
  same(await refusal(() => stream.getReader()), 'TypeError');
  same(await refusal(() => stream.cancel()), 'TypeError');
}
export async function streamsTellOfErrorsAndCancels() {
  let cancelled;
  const stream = new ReadableStream({ cancel: (reason) => void (cancelled = reason) });
  await stream.cancel('enough');
  same(cancelled, 'enough');
  const broken = new ReadableStream({ start: (c) => c.error(new RangeError('no')) });
  same(await refusal(() => broken.getReader().read()), 'RangeError');
  const late = new ReadableStream({ pull: () => Promise.reject(new SyntaxError('late')) });
  same(await refusal(() => late.getReader().read()), 'SyntaxError');
  const reader = new ReadableStream().getReader();
  const pending = refusal(() => reader.read());
  reader.releaseLock();
  same(await pending, 'TypeError');
  same(await refusal(() => reader.closed), 'TypeError');
}
export async function streamsTee() {
  const [one, two] = ReadableStream.from(['a', 'b', 'c']).tee();
  same(await Promise.all([read(one), read(two)]), [['a', 'b', 'c'], ['a', 'b', 'c']]);
  let cancelled = null;
  const [left, right] = new ReadableStream({ cancel: (reasons) => void (cancelled = reasons) }).tee();
  left.cancel(1);
  await right.cancel(2);
  same(cancelled, [1, 2]);
}
export async function streamsOfBytesFillBuffers() {
  const stream = new ReadableStream({
    type: 'bytes',
    start(controller) {
      controller.enqueue(new Uint8Array([1, 2, 3]));
      controller.enqueue(new Uint8Array([4, 5]));
      controller.close();
    },
  });
  const reader = stream.getReader({ mode: 'byob' });
  const first = await reader.read(new Uint8Array(2));
  same([[...first.value], first.done], [[1, 2], false]);
  const second = await reader.read(new Uint8Array(8));
  same([[...second.value], second.done], [[3, 4, 5], false]);
  const last = await reader.read(new Uint8Array(8));
  same([last.value.length, last.done], [0, true]);
  const asked = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const { view } = controller.byobRequest;
      view[0] = 7;
      controller.byobRequest.respond(1);
    },
  });
  const one = await asked.getReader({ mode: 'byob' }).read(new Uint8Array(4));
  same([...one.value], [7]);
}
export async function streamsTransformAndPipe() {
  const doubled = new TransformStream({
    transform: (chunk, controller) => controller.enqueue(chunk * 2),
    flush: (controller) => controller.enqueue('end'),
  });
  same(await read(ReadableStream.from([1, 2, 3]).pipeThrough(doubled)), [2, 4, 6, 'end']);
  const written = [];
  const order = [];
  const sink = new WritableStream({
    write: async (chunk) => {
      await tick();
      written.push(chunk);
    },
    close: () => order.push('closed'),
  });
  await ReadableStream.from(['x', 'y']).pipeTo(sink);
  order.push('done');
  same([written, order], [['x', 'y'], ['closed', 'done']]);
  same(sink.locked, false);
}
export async function streamsPassErrorsThroughPipes() {
  let aborted;
  const sink = new WritableStream({ abort: (reason) => void (aborted = reason.message) });
  const source = new ReadableStream({ pull: (c) => c.error(new Error('broke')) });
  same(await refusal(() => source.pipeTo(sink)), 'Error');
  same(aborted, 'broke');
  let cancelled;
  const endless = new ReadableStream({ pull: (c) => c.enqueue(1), cancel: (reason) => void (cancelled = reason.message) });
  const refusing = new WritableStream({ write: () => Promise.reject(new Error('full')) });
  same(await refusal(() => endless.pipeTo(refusing)), 'Error');
  same(cancelled, 'full');
  const controller = new AbortController();
  const piping = refusal(() => new ReadableStream().pipeTo(new WritableStream(), { signal: controller.signal }));
  controller.abort();
  same(await piping, 'AbortError');
}
export async function streamsPressBack() {
  const writer = new WritableStream({ write: () => tick() }, new CountQueuingStrategy({ highWaterMark: 2 })).getWriter();
  same(writer.desiredSize, 2);
  await writer.ready;
  writer.write('a');
  writer.write('b');
  same(writer.desiredSize, 0);
  await writer.ready;
  same(writer.desiredSize > 0, true);
  await writer.close();
  same(await refusal(() => writer.write('c')), 'TypeError');
  const through = new TransformStream();
  const passing = through.writable.getWriter();
  passing.write(1);
  passing.close();
  same(await read(through.readable), [1]);
}
export async function streamsOfTextKeepLettersWhole() {
  const bytes = new TextEncoder().encode('grüß 😀');
  const split = ReadableStream.from([...bytes].map((byte) => new Uint8Array([byte])));
  same((await read(split.pipeThrough(new TextDecoderStream()))).join(''), 'grüß 😀');
  const encoded = await read(ReadableStream.from(['\ud83d', '\ude00']).pipeThrough(new TextEncoderStream()));
  same(new TextDecoder().decode(encoded[0]), '😀');
}
export async function streamsCompress() {
  for (const format of ['gzip', 'deflate', 'deflate-raw']) {
    const packed = new Blob(['much '.repeat(1000)]).stream().pipeThrough(new CompressionStream(format));
    const bytes = await new Response(packed).bytes();
    same(bytes.length < 200, true);
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
    same((await new Response(unpacked).text()).length, 5000);
  }
  const broken = new Blob(['no gzip']).stream().pipeThrough(new DecompressionStream('gzip'));
  same(await refusal(() => new Response(broken).text()), 'TypeError');
}
export async function streamsFailInTransformers() {
  const failing = new TransformStream({
    transform: () => {
      throw new RangeError('no');
    },
  });
  same(await refusal(() => read(ReadableStream.from([1]).pipeThrough(failing))), 'RangeError');
  const ended = new TransformStream({
    transform: (chunk, controller) => {
      controller.enqueue(chunk);
      controller.terminate();
    },
  });
  same(await read(ReadableStream.from([1, 2, 3]).pipeThrough(ended)), [1]);
}

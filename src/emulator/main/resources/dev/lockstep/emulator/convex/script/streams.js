// Streams as the Streams Standard has them: default and byte readers, writers, transforms, pipes. Evaluated when code
// first names one of them.
(function () {
  'use strict';
  const inner = Symbol('inner');
  const secret = Symbol('constructor');
  const ignore = () => undefined;

  function deferred() {
    const made = Promise.withResolvers();
    made.promise.catch(ignore);
    return made;
  }
  function failed(error) {
    const promise = Promise.reject(error);
    promise.catch(ignore);
    return promise;
  }
  // What an app's function gives, as a promise, also when it throws.
  function asked(owner, method, ...args) {
    return new Promise((resolve) => resolve(method === undefined ? undefined : method.apply(owner, args)));
  }
  function method(owner, name) {
    const value = owner?.[name];
    if (value !== undefined && value !== null && typeof value !== 'function') {
      throw new TypeError(`${name} must be a function`);
    }
    return value ?? undefined;
  }
  function highWaterMark(strategy, usual) {
    const mark = strategy?.highWaterMark === undefined ? usual : Number(strategy.highWaterMark);
    if (Number.isNaN(mark) || mark < 0) {
      throw new RangeError('highWaterMark must not be negative');
    }
    return mark;
  }
  function sizing(strategy) {
    const size = method(strategy, 'size');
    return size === undefined ? () => 1 : (chunk) => size(chunk);
  }
  function checkedSize(size) {
    const number = Number(size);
    if (!(number >= 0) || number === Infinity) {
      throw new RangeError('The size of a chunk must be a finite, non-negative number');
    }
    return number;
  }

  // ---- the readable side. A core holds the state that stream, controller and readers share.
  class ReadableCore {
    state = 'readable';
    error = undefined;
    reader = null;
    queue = [];
    total = 0;
    waiting = [];
    views = [];
    request = null;
    closing = false;
    started = false;
    pulling = false;
    pullAgain = false;
    disturbed = false;
    constructor(source, mark, size, bytes) {
      this.source = source;
      this.mark = mark;
      this.size = size;
      this.bytes = bytes;
      this.controller = bytes
        ? new ReadableByteStreamController(secret, this)
        : new ReadableStreamDefaultController(secret, this);
      this.pull = method(source, 'pull');
      this.cancelled = method(source, 'cancel');
    }
    start() {
      const start = method(this.source, 'start');
      const result = start === undefined ? undefined : start.call(this.source, this.controller);
      Promise.resolve(result).then(
        () => {
          this.started = true;
          this.more();
        },
        (error) => this.fail(error),
      );
    }
    get desired() {
      return this.state === 'errored' ? null : this.state === 'closed' ? 0 : this.mark - this.total;
    }
    get wanted() {
      return this.waiting.length > 0 || this.views.length > 0 || this.desired > 0;
    }
    more() {
      if (this.state !== 'readable' || this.closing || !this.started || !this.wanted) {
        return;
      }
      if (this.pulling) {
        this.pullAgain = true;
        return;
      }
      this.pulling = true;
      asked(this.source, this.pull, this.controller).then(
        () => {
          this.pulling = false;
          if (this.pullAgain) {
            this.pullAgain = false;
            this.more();
          }
        },
        (error) => this.fail(error),
      );
    }
    add(chunk) {
      if (this.state !== 'readable' || this.closing) {
        throw new TypeError('The stream takes no more chunks: it is closed');
      }
      if (this.bytes) {
        if (chunk.byteLength === 0) {
          throw new TypeError('A chunk of a byte stream must not be empty');
        }
        this.request = null;
      }
      if (this.waiting.length > 0) {
        this.waiting.shift().resolve({ value: chunk, done: false });
      } else {
        let size;
        try {
          size = this.bytes ? chunk.byteLength : checkedSize(this.size(chunk));
        } catch (error) {
          this.fail(error);
          throw error;
        }
        this.queue.push({ chunk, size });
        this.total += size;
        this.fillViews();
      }
      this.more();
    }
    // Bytes that arrived go into the buffers that readers brought.
    fillViews() {
      while (this.views.length > 0 && this.total > 0) {
        const { view, done } = this.views[0];
        const room = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
        let { filled } = this.views[0];
        while (filled < room.length && this.queue.length > 0) {
          const head = this.queue[0];
          const part = head.chunk.subarray(0, room.length - filled);
          room.set(part, filled);
          filled += part.length;
          this.total -= part.length;
          if (part.length === head.chunk.length) {
            this.queue.shift();
          } else {
            head.chunk = head.chunk.subarray(part.length);
            head.size = head.chunk.length;
          }
        }
        this.views[0].filled = filled;
        if (filled < this.views[0].least) {
          return;
        }
        this.views.shift();
        const width = view.BYTES_PER_ELEMENT ?? 1;
        done.resolve({ value: new view.constructor(view.buffer, view.byteOffset, Math.floor(filled / width)), done: false });
      }
      if (this.closing && this.total === 0) {
        this.finish();
      }
    }
    take() {
      const { chunk, size } = this.queue.shift();
      this.total = Math.max(0, this.total - size);
      if (this.closing && this.queue.length === 0) {
        this.finish();
      } else {
        this.more();
      }
      return chunk;
    }
    read() {
      this.disturbed = true;
      if (this.queue.length > 0) {
        return Promise.resolve({ value: this.take(), done: false });
      }
      if (this.state === 'errored') {
        return failed(this.error);
      }
      if (this.state === 'closed') {
        return Promise.resolve({ value: undefined, done: true });
      }
      const next = deferred();
      this.waiting.push(next);
      this.more();
      return next.promise;
    }
    readInto(view, least) {
      this.disturbed = true;
      if (this.state === 'errored') {
        return failed(this.error);
      }
      const { byteOffset, byteLength } = view;
      const buffer = view.buffer.transfer();
      if (this.state === 'closed') {
        return Promise.resolve({ value: new view.constructor(buffer, byteOffset, 0), done: true });
      }
      const mine = new view.constructor(buffer, byteOffset, byteLength / (view.BYTES_PER_ELEMENT ?? 1));
      const done = deferred();
      this.views.push({ view: mine, filled: 0, least, done });
      this.fillViews();
      this.more();
      return done.promise;
    }
    close() {
      if (this.state !== 'readable' || this.closing) {
        throw new TypeError('The stream is closed already');
      }
      if (this.queue.length > 0) {
        this.closing = true;
      } else {
        this.finish();
      }
    }
    finish() {
      if (this.state !== 'readable') {
        return;
      }
      this.state = 'closed';
      this.waiting.splice(0).forEach((next) => next.resolve({ value: undefined, done: true }));
      this.views
        .splice(0)
        .forEach(({ view, done }) => done.resolve({ value: new view.constructor(view.buffer, view.byteOffset, 0), done: true }));
      this.reader?.[inner].closed.resolve();
    }
    fail(error) {
      if (this.state !== 'readable') {
        return;
      }
      this.state = 'errored';
      this.error = error;
      this.queue = [];
      this.total = 0;
      this.waiting.splice(0).forEach((next) => next.reject(error));
      this.views.splice(0).forEach(({ done }) => done.reject(error));
      this.reader?.[inner].closed.reject(error);
    }
    cancel(reason) {
      this.disturbed = true;
      if (this.state !== 'readable') {
        return this.state === 'closed' ? Promise.resolve() : failed(this.error);
      }
      this.queue = [];
      this.total = 0;
      this.finish();
      return asked(this.source, this.cancelled, reason).then(ignore);
    }
  }
  function coreOf(holder, what) {
    const core = holder?.[inner];
    if (core === undefined) {
      throw new TypeError(`Illegal invocation: not a ${what}`);
    }
    return core;
  }
  function onlyFrom(key) {
    if (key !== secret) {
      throw new TypeError('Illegal constructor');
    }
  }
  class ReadableStreamDefaultController {
    constructor(key, core) {
      onlyFrom(key);
      this[inner] = core;
    }
    get desiredSize() {
      return this[inner].desired;
    }
    enqueue(chunk) {
      this[inner].add(chunk);
    }
    close() {
      this[inner].close();
    }
    error(error) {
      this[inner].fail(error);
    }
  }
  class ReadableStreamBYOBRequest {
    constructor(key, core, view) {
      onlyFrom(key);
      this[inner] = core;
      this.view = view;
    }
    respond(count) {
      const core = this[inner];
      if (core.request !== this) {
        throw new TypeError('This request has been answered');
      }
      core.request = null;
      if (count === 0) {
        if (core.state === 'readable' && !core.closing) {
          throw new TypeError('A request of an open stream needs an answer of at least one byte');
        }
        return;
      }
      core.add(this.view.slice(0, count));
    }
    respondWithNewView(view) {
      this.view = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      this.respond(view.byteLength);
    }
  }
  class ReadableByteStreamController {
    constructor(key, core) {
      onlyFrom(key);
      this[inner] = core;
    }
    get desiredSize() {
      return this[inner].desired;
    }
    get byobRequest() {
      const core = this[inner];
      const size = core.views[0] === undefined ? core.source?.autoAllocateChunkSize : core.views[0].view.byteLength - core.views[0].filled;
      if (core.request === null && size > 0 && (core.views.length > 0 || core.waiting.length > 0)) {
        core.request = new ReadableStreamBYOBRequest(secret, core, new Uint8Array(size));
      }
      return core.request;
    }
    enqueue(chunk) {
      if (!ArrayBuffer.isView(chunk)) {
        throw new TypeError('A chunk of a byte stream must be a view of an ArrayBuffer');
      }
      this[inner].add(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    }
    close() {
      this[inner].close();
    }
    error(error) {
      this[inner].fail(error);
    }
  }
  class Reader {
    constructor(stream) {
      const core = coreOf(stream, 'ReadableStream');
      if (core.reader !== null) {
        throw new TypeError('ReadableStream is locked');
      }
      core.reader = this;
      this[inner] = { core, closed: deferred() };
      if (core.state === 'closed') {
        this[inner].closed.resolve();
      } else if (core.state === 'errored') {
        this[inner].closed.reject(core.error);
      }
    }
    get closed() {
      return this[inner].closed.promise;
    }
    cancel(reason) {
      const { core } = this[inner];
      return core === null ? failed(released()) : core.cancel(reason);
    }
    releaseLock() {
      const own = this[inner];
      if (own.core === null) {
        return;
      }
      const { core } = own;
      core.waiting.splice(0).forEach((next) => next.reject(released()));
      core.views.splice(0).forEach(({ done }) => done.reject(released()));
      core.reader = null;
      own.core = null;
      own.closed.reject(released());
      own.closed = deferred();
      own.closed.reject(released());
    }
  }
  function released() {
    return new TypeError('The reader was released');
  }
  class ReadableStreamDefaultReader extends Reader {
    read() {
      const { core } = this[inner];
      return core === null ? failed(released()) : core.read();
    }
  }
  class ReadableStreamBYOBReader extends Reader {
    constructor(stream) {
      if (!coreOf(stream, 'ReadableStream').bytes) {
        throw new TypeError('Only a byte stream has readers that bring their own buffer');
      }
      super(stream);
    }
    read(view, options) {
      const { core } = this[inner];
      if (core === null) {
        return failed(released());
      }
      if (!ArrayBuffer.isView(view) || view.byteLength === 0) {
        return failed(new TypeError('read() needs a view that is not empty'));
      }
      return core.readInto(view, (options?.min ?? 1) * (view.BYTES_PER_ELEMENT ?? 1));
    }
  }
  class ReadableStream {
    constructor(source = {}, strategy = {}) {
      const bytes = source?.type === 'bytes';
      if (source?.type !== undefined && !bytes) {
        throw new TypeError(`A ReadableStream has no type ${source.type}`);
      }
      const core = new ReadableCore(source, highWaterMark(strategy, bytes ? 0 : 1), sizing(strategy), bytes);
      this[inner] = core;
      core.start();
    }
    static from(items) {
      const make = items?.[Symbol.asyncIterator] ?? items?.[Symbol.iterator];
      if (typeof make !== 'function') {
        throw new TypeError('ReadableStream.from needs something to iterate over');
      }
      const iterator = make.call(items);
      return new ReadableStream(
        {
          async pull(controller) {
            const { value, done } = await iterator.next();
            if (done) {
              controller.close();
            } else {
              controller.enqueue(await value);
            }
          },
          cancel: async (reason) => void (await iterator.return?.(reason)),
        },
        { highWaterMark: 0 },
      );
    }
    get locked() {
      return coreOf(this, 'ReadableStream').reader !== null;
    }
    cancel(reason) {
      return this.locked ? failed(new TypeError('ReadableStream is locked')) : this[inner].cancel(reason);
    }
    getReader(options) {
      return options?.mode === 'byob' ? new ReadableStreamBYOBReader(this) : new ReadableStreamDefaultReader(this);
    }
    tee() {
      return tee(this);
    }
    pipeThrough(pair, options) {
      this.pipeTo(pair.writable, options).catch(ignore);
      return pair.readable;
    }
    pipeTo(target, options) {
      try {
        return pipe(this, target, options ?? {});
      } catch (error) {
        return failed(error);
      }
    }
    values(options) {
      return iterate(this, options?.preventCancel === true);
    }
    [Symbol.asyncIterator](options) {
      return this.values(options);
    }
  }
  function iterate(stream, preventCancel) {
    const reader = stream.getReader();
    let finished = false;
    const release = () => {
      finished = true;
      reader.releaseLock();
    };
    return {
      async next() {
        if (finished) {
          return { value: undefined, done: true };
        }
        try {
          const next = await reader.read();
          if (next.done) {
            release();
          }
          return next;
        } catch (error) {
          release();
          throw error;
        }
      },
      async return(value) {
        if (!finished) {
          const cancelled = preventCancel ? undefined : reader.cancel(value);
          release();
          await cancelled;
        }
        return { value, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
  function tee(stream) {
    const { bytes } = coreOf(stream, 'ReadableStream');
    const reader = stream.getReader();
    const branches = [];
    const left = [false, false];
    const reasons = [];
    const gone = deferred();
    let reading = false;
    let again = false;
    async function pull() {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      try {
        const { value, done } = await reader.read();
        branches.forEach((controller, index) => {
          if (left[index]) {
            return;
          }
          if (done) {
            controller.close();
          } else {
            controller.enqueue(bytes && index === 1 ? value.slice() : value);
          }
        });
        if (done) {
          gone.resolve();
        }
      } catch (error) {
        branches.forEach((controller) => controller.error(error));
        gone.resolve();
      }
      reading = false;
      if (again) {
        again = false;
        await pull();
      }
    }
    const branch = (index) =>
      new ReadableStream({
        type: bytes ? 'bytes' : undefined,
        start: (controller) => void (branches[index] = controller),
        pull,
        cancel(reason) {
          left[index] = true;
          reasons[index] = reason;
          if (left[0] && left[1]) {
            reader.cancel(reasons).then(gone.resolve, gone.reject);
          }
          return gone.promise;
        },
      });
    const both = [branch(0), branch(1)];
    reader.closed.catch((error) => {
      branches.forEach((controller) => controller.error(error));
      gone.resolve();
    });
    return both;
  }
  async function pipe(source, target, { preventClose, preventAbort, preventCancel, signal }) {
    if (coreOf(target, 'WritableStream').writer !== null) {
      throw new TypeError('WritableStream is locked');
    }
    const reader = source.getReader();
    const writer = target.getWriter();
    const stopped = deferred();
    const onAbort = () => stopped.reject(signal.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) {
      onAbort();
    }
    let writing = Promise.resolve();
    // Which side failed decides which one is told.
    let side = 'signal';
    const watch = (promise, name) =>
      promise.catch((error) => {
        if (side === 'signal') {
          side = name;
        }
        throw error;
      });
    const targetEnd = watch(
      writer.closed.then(() => {
        throw new TypeError('The stream that is written to was closed');
      }),
      'target',
    );
    targetEnd.catch(ignore);
    try {
      for (;;) {
        await Promise.race([stopped.promise, targetEnd, writer.ready]);
        const { value, done } = await Promise.race([stopped.promise, targetEnd, watch(reader.read(), 'source')]);
        if (done) {
          break;
        }
        writing = writer.write(value);
        writing.catch(ignore);
      }
      await Promise.race([stopped.promise, writing]);
      if (!preventClose) {
        await writer.close();
      }
    } catch (error) {
      await writing.catch(ignore);
      const told = [];
      if (side !== 'target' && !preventAbort) {
        told.push(writer.abort(error));
      }
      if (side !== 'source' && !preventCancel) {
        told.push(reader.cancel(error));
      }
      await Promise.allSettled(told);
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      reader.releaseLock();
      writer.releaseLock();
    }
  }

  // ---- the writable side
  class WritableCore {
    state = 'writable';
    error = undefined;
    writer = null;
    queue = [];
    total = 0;
    started = false;
    busy = false;
    ending = null;
    aborting = null;
    constructor(sink, mark, size) {
      this.sink = sink;
      this.mark = mark;
      this.size = size;
      this.closed = deferred();
      this.ready = deferred();
      this.abortion = new AbortController();
      this.controller = new WritableStreamDefaultController(secret, this);
      this.methods = { write: method(sink, 'write'), close: method(sink, 'close'), abort: method(sink, 'abort') };
      this.full = mark <= 0;
      if (!this.full) {
        this.ready.resolve();
      }
    }
    start() {
      const start = method(this.sink, 'start');
      const result = start === undefined ? undefined : start.call(this.sink, this.controller);
      Promise.resolve(result).then(
        () => {
          this.started = true;
          this.advance();
        },
        (error) => {
          this.started = true;
          this.fail(error);
          this.advance();
        },
      );
    }
    get desired() {
      return this.state === 'closed' ? 0 : this.state === 'writable' ? this.mark - this.total : null;
    }
    pressure() {
      const full = this.state === 'writable' && this.ending === null && this.desired <= 0;
      if (full && !this.full) {
        this.ready = deferred();
      } else if (!full && this.full) {
        this.ready.resolve();
      }
      this.full = full;
    }
    write(chunk) {
      if (this.state === 'erroring' || this.state === 'errored') {
        return failed(this.error);
      }
      if (this.state === 'closed' || this.ending !== null) {
        return failed(new TypeError('The stream is closed'));
      }
      let size;
      try {
        size = checkedSize(this.size(chunk));
      } catch (error) {
        this.fail(error);
        return failed(error);
      }
      const done = deferred();
      this.queue.push({ chunk, size, done });
      this.total += size;
      this.pressure();
      this.advance();
      return done.promise;
    }
    close() {
      if (this.state === 'errored' || this.state === 'erroring') {
        return failed(this.error);
      }
      if (this.state === 'closed' || this.ending !== null) {
        return failed(new TypeError('The stream is closed already'));
      }
      this.ending = deferred();
      this.pressure();
      this.advance();
      return this.ending.promise;
    }
    advance() {
      if (!this.started || this.busy) {
        return;
      }
      if (this.state === 'erroring') {
        this.finishFailing();
      } else if (this.state !== 'writable') {
        return;
      } else if (this.queue.length > 0) {
        this.writeNext();
      } else if (this.ending !== null) {
        this.closeNow();
      }
    }
    writeNext() {
      const head = this.queue[0];
      this.busy = true;
      asked(this.sink, this.methods.write, head.chunk, this.controller).then(
        () => {
          this.busy = false;
          this.queue.shift();
          this.total -= head.size;
          head.done.resolve();
          this.pressure();
          this.advance();
        },
        (error) => {
          this.busy = false;
          this.queue.shift();
          head.done.reject(error);
          this.fail(error);
          this.advance();
        },
      );
    }
    closeNow() {
      this.busy = true;
      asked(this.sink, this.methods.close).then(
        () => {
          this.busy = false;
          this.state = 'closed';
          this.ending.resolve();
          this.closed.resolve();
          this.ready.resolve();
          this.aborting?.done.resolve();
        },
        (error) => {
          this.busy = false;
          this.ending.reject(error);
          this.ending = null;
          this.fail(error);
          this.advance();
        },
      );
    }
    fail(error) {
      if (this.state !== 'writable') {
        return;
      }
      this.state = 'erroring';
      this.error = error;
      if (this.full) {
        this.ready.reject(error);
      } else {
        this.ready = deferred();
        this.ready.reject(error);
      }
      this.full = false;
      if (this.started && !this.busy) {
        this.finishFailing();
      }
    }
    finishFailing() {
      this.state = 'errored';
      this.queue.splice(0).forEach(({ done }) => done.reject(this.error));
      this.total = 0;
      const end = () => {
        this.ending?.reject(this.error);
        this.closed.reject(this.error);
      };
      if (this.aborting === null) {
        end();
        return;
      }
      asked(this.sink, this.methods.abort, this.aborting.reason).then(
        () => {
          this.aborting.done.resolve();
          end();
        },
        (error) => {
          this.aborting.done.reject(error);
          end();
        },
      );
    }
    abort(reason) {
      if (this.state === 'closed' || this.state === 'errored') {
        return Promise.resolve();
      }
      if (this.aborting === null) {
        this.aborting = { reason, done: deferred() };
        this.abortion.abort(reason);
        this.fail(reason);
      }
      return this.aborting.done.promise;
    }
  }
  class WritableStreamDefaultController {
    constructor(key, core) {
      onlyFrom(key);
      this[inner] = core;
    }
    get signal() {
      return this[inner].abortion.signal;
    }
    error(error) {
      this[inner].fail(error);
    }
  }
  class WritableStream {
    constructor(sink = {}, strategy = {}) {
      if (sink?.type !== undefined) {
        throw new RangeError('A WritableStream has no types');
      }
      const core = new WritableCore(sink, highWaterMark(strategy, 1), sizing(strategy));
      this[inner] = core;
      core.start();
    }
    get locked() {
      return coreOf(this, 'WritableStream').writer !== null;
    }
    abort(reason) {
      return this.locked ? failed(new TypeError('WritableStream is locked')) : this[inner].abort(reason);
    }
    close() {
      return this.locked ? failed(new TypeError('WritableStream is locked')) : this[inner].close();
    }
    getWriter() {
      return new WritableStreamDefaultWriter(this);
    }
  }
  class WritableStreamDefaultWriter {
    constructor(stream) {
      const core = coreOf(stream, 'WritableStream');
      if (core.writer !== null) {
        throw new TypeError('WritableStream is locked');
      }
      core.writer = this;
      this[inner] = core;
    }
    #core() {
      if (this[inner] === null) {
        throw new TypeError('The writer was released');
      }
      return this[inner];
    }
    #asked(what) {
      return this[inner] === null ? failed(new TypeError('The writer was released')) : what(this[inner]);
    }
    get desiredSize() {
      return this.#core().desired;
    }
    get closed() {
      return this.#asked((core) => core.closed.promise);
    }
    get ready() {
      return this.#asked((core) => core.ready.promise);
    }
    write(chunk) {
      return this.#asked((core) => core.write(chunk));
    }
    close() {
      return this.#asked((core) => core.close());
    }
    abort(reason) {
      return this.#asked((core) => core.abort(reason));
    }
    releaseLock() {
      if (this[inner] !== null) {
        this[inner].writer = null;
        this[inner] = null;
      }
    }
  }

  // ---- both in one
  class TransformStreamDefaultController {
    constructor(key, readable, fail, end) {
      onlyFrom(key);
      this[inner] = { readable, fail, end };
    }
    get desiredSize() {
      return this[inner].readable.desired;
    }
    enqueue(chunk) {
      this[inner].readable.add(chunk);
    }
    error(error) {
      this[inner].fail(error);
    }
    terminate() {
      this[inner].end();
    }
  }
  class TransformStream {
    constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
      const transform = method(transformer, 'transform');
      const flush = method(transformer, 'flush');
      const cancel = method(transformer, 'cancel');
      const begun = deferred();
      // Resolved when the readable side asks for more.
      let room = deferred();
      let finished = null;
      const stop = (reason) => (finished ??= asked(transformer, cancel, reason));
      this.readable = new ReadableStream(
        {
          start: () => begun.promise,
          pull: () => room.resolve(),
          cancel: (reason) => {
            writable.fail(reason);
            room.resolve();
            return stop(reason);
          },
        },
        { highWaterMark: highWaterMark(readableStrategy, 0), size: readableStrategy?.size },
      );
      const readable = this.readable[inner];
      this.writable = new WritableStream(
        {
          start: () => begun.promise,
          write: async (chunk) => {
            if (!readable.wanted) {
              room = deferred();
              await room.promise;
            }
            if (writable.state !== 'writable') {
              throw writable.error;
            }
            try {
              if (transform === undefined) {
                readable.add(chunk);
              } else {
                await transform.call(transformer, chunk, controller);
              }
            } catch (error) {
              readable.fail(error);
              throw error;
            }
          },
          close: async () => {
            try {
              finished ??= asked(transformer, flush, controller);
              await finished;
            } catch (error) {
              readable.fail(error);
              throw error;
            }
            if (readable.state === 'errored') {
              throw readable.error;
            }
            if (readable.state === 'readable' && !readable.closing) {
              readable.close();
            }
          },
          abort: async (reason) => {
            try {
              await stop(reason);
              readable.fail(reason);
            } catch (error) {
              readable.fail(error);
              throw error;
            }
          },
        },
        writableStrategy,
      );
      const writable = this.writable[inner];
      const controller = new TransformStreamDefaultController(
        secret,
        readable,
        (error) => {
          readable.fail(error);
          writable.fail(error);
          room.resolve();
        },
        () => {
          if (readable.state === 'readable' && !readable.closing) {
            readable.close();
          }
          writable.fail(new TypeError('The stream was ended by its transformer'));
          room.resolve();
        },
      );
      const start = method(transformer, 'start');
      begun.resolve(start === undefined ? undefined : start.call(transformer, controller));
    }
  }
  class CountQueuingStrategy {
    constructor({ highWaterMark: mark }) {
      this.highWaterMark = mark;
    }
    get size() {
      return () => 1;
    }
  }
  class ByteLengthQueuingStrategy {
    constructor({ highWaterMark: mark }) {
      this.highWaterMark = mark;
    }
    get size() {
      return (chunk) => chunk.byteLength;
    }
  }
  return {
    ReadableStream,
    ReadableStreamDefaultReader,
    ReadableStreamBYOBReader,
    ReadableStreamDefaultController,
    ReadableByteStreamController,
    ReadableStreamBYOBRequest,
    WritableStream,
    WritableStreamDefaultWriter,
    WritableStreamDefaultController,
    TransformStream,
    TransformStreamDefaultController,
    CountQueuingStrategy,
    ByteLengthQueuingStrategy,
    // Whether somebody has read from a stream: a body is used up then.
    isDisturbed: (stream) => stream[inner].disturbed,
  };
});

// What a function finds around it: the Convex object, console, process, time and chance. Evaluates to a function that
// is handed the host's functions and gives back what the host calls. Nothing of the host is left in a global.
(function (host) {
  'use strict';
  const RealDate = Date;
  const realStringify = JSON.stringify;
  const realParse = JSON.parse;
  let call = { kind: 'import', now: 0, frozen: false };
  let state = 1;
  let timeUsed = false;

  // Answers come as text: '0' and the JSON of a result, or '1' and the JSON of an error.
  function unwrap(answer) {
    if (answer.charAt(0) === '0') {
      return answer.substring(1);
    }
    const { message, data } = realParse(answer.substring(1));
    const error = new Error(message);
    if (data !== undefined) {
      error.data = data;
    }
    throw error;
  }

  // ---- pending work of actions
  const pending = new Map();
  function later(id) {
    return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
  }
  function start(answer) {
    if (typeof answer !== 'string') {
      return later(answer);
    }
    try {
      return Promise.resolve(unwrap(answer));
    } catch (error) {
      return Promise.reject(error);
    }
  }
  function settle(id, answer) {
    const waiting = pending.get(id);
    if (waiting === undefined) {
      return;
    }
    pending.delete(id);
    try {
      waiting.resolve(unwrap(answer));
    } catch (error) {
      waiting.reject(error);
    }
  }

  // ---- calls whose arguments or results are no JSON
  const readBase64 = Uint8Array.fromBase64;
  const writeBase64 = Uint8Array.prototype.toBase64;
  const toBase64 = (bytes) => writeBase64.call(bytes);
  const fromBase64 = (text) => readBase64(text);
  let answered = null;
  const jsCalls = {
    'storage/storeBlob': async ({ blob, options }) => {
      const call = {
        blob: toBase64(new Uint8Array(await blob.arrayBuffer())),
        contentType: blob.type,
        sha256: options?.sha256,
      };
      return realParse(await start(host.asyncSyscall('1.0/storageStore', realStringify(call))));
    },
    requestFromConvexJson: ({ convexJson: { url, method, headerPairs, body } }) => {
      const init = { method, headers: headerPairs };
      if (body !== undefined && method !== 'GET' && method !== 'HEAD') {
        init.body = fromBase64(body);
      }
      return new Request(url, init);
    },
    // The host asks for the body next; there is one answer in a call.
    convexJsonFromResponse: ({ response }) => {
      if (!(response instanceof Response)) {
        throw new Error('An HTTP action must return a Response');
      }
      answered = response;
      return { status: response.status, headerPairs: [...response.headers], streamId: 0 };
    },
    'storage/getBlob': async ({ storageId }) => {
      const stored = realParse(await start(host.asyncSyscall('1.0/storageGet', realStringify({ storageId }))));
      return stored === null ? null : new Blob([fromBase64(stored.blob)], { type: stored.contentType ?? '' });
    },
  };

  // ---- documents that were read ahead
  // The library asks for the documents of a query one by one. The host answers some of that before it is asked, and is
  // told what was not asked for before anything is written, which the next answer has to show, and at the end.
  const readOnly = new Set(['1.0/get', '1.0/count', '1.0/queryPage', '1.0/getUserIdentity', '1.0/storageGetUrl']);
  const answers = new Map();
  function keep(queryId, packed) {
    const lines = packed.indexOf('\n');
    let at = lines + 1;
    const all = packed
      .substring(0, lines)
      .split(',')
      .map((length) => packed.substring(at, (at += Number(length))));
    return { queryId, all, next: 0 };
  }
  function unread(kept) {
    return kept.next < kept.all.length ? [`${kept.queryId}:${kept.all.length - kept.next}`] : [];
  }
  function leave(some) {
    const report = some.flatMap(unread).join();
    some.forEach(({ queryId }) => answers.delete(queryId));
    if (report !== '') {
      host.unread(report);
    }
  }
  function open(json) {
    const kept = keep(0, unwrap(host.syscall('1.0/queryStream', json)));
    const opened = kept.all[kept.next++];
    kept.queryId = realParse(opened).queryId;
    answers.set(kept.queryId, kept);
    return opened;
  }
  function close(json) {
    const kept = answers.get(realParse(json)?.queryId);
    if (kept !== undefined) {
      leave([kept]);
    }
    return unwrap(host.syscall('1.0/queryCleanup', json));
  }
  async function next(json) {
    const queryId = realParse(json)?.queryId;
    let kept = answers.get(queryId);
    if (kept === undefined || kept.next === kept.all.length) {
      kept = keep(queryId, await start(host.asyncSyscall('1.0/queryStreamNext', json)));
      answers.set(queryId, kept);
    }
    return kept.all[kept.next++];
  }
  function syscall(op, json) {
    texts(op, json);
    switch (op) {
      case '1.0/queryStream':
        return open(json);
      case '1.0/queryCleanup':
        return close(json);
      default:
        return unwrap(host.syscall(op, json));
    }
  }
  function asyncSyscall(op, json) {
    texts(op, json);
    if (op === '1.0/queryStreamNext') {
      return next(json);
    }
    const isSeen = call.kind === 'query' ? op === '1.0/getTransactionMetrics' : !readOnly.has(op);
    if (isSeen && answers.size > 0) {
      leave([...answers.values()]);
    }
    return start(host.asyncSyscall(op, json));
  }

  // Nothing but texts crosses.
  function texts(...given) {
    given.forEach((text, at) => {
      if (typeof text !== 'string') {
        throw new Error(`Argument ${at + 1} of this call must be a text`);
      }
    });
  }
  globalThis.Convex = Object.freeze({
    syscall,
    asyncSyscall,
    jsSyscall: (op, argument) => {
      if (!Object.hasOwn(jsCalls, op)) {
        throw new Error(`Unknown operation ${op}`);
      }
      return jsCalls[op](argument);
    },
  });

  // ---- time and chance
  // Says once a call that its result holds more than its arguments and the documents.
  function useTime() {
    if (!timeUsed && call.kind === 'query') {
      timeUsed = true;
      host.usedTime();
    }
  }
  function now() {
    useTime();
    return call.frozen ? call.now : host.now();
  }
  function FunctionDate(...args) {
    if (!new.target) {
      return new RealDate(now()).toString();
    }
    return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, new.target);
  }
  FunctionDate.prototype = RealDate.prototype;
  RealDate.prototype.constructor = FunctionDate;
  FunctionDate.now = now;
  FunctionDate.parse = RealDate.parse;
  FunctionDate.UTC = RealDate.UTC;
  Object.defineProperty(FunctionDate, 'name', { value: 'Date' });
  Object.defineProperty(FunctionDate, 'length', { value: 7 });
  globalThis.Date = FunctionDate;

  // mulberry32: small, and the same numbers for the same seed.
  function nextUint32() {
    useTime();
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }
  Math.random = function random() {
    return (nextUint32() * 2097152 + (nextUint32() >>> 11)) / 9007199254740992;
  };

  // ---- console
  function quoted(text) {
    return "'" + text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n') + "'";
  }
  function inspect(value, depth, seen) {
    switch (typeof value) {
      case 'string':
        return quoted(value);
      case 'bigint':
        return `${value}n`;
      case 'symbol':
        return value.toString();
      case 'function':
        return value.name ? `[Function: ${value.name}]` : '[Function (anonymous)]';
      case 'object':
        return value === null ? 'null' : inspectObject(value, depth, seen);
      default:
        return Object.is(value, -0) ? '-0' : String(value);
    }
  }
  function inspectObject(value, depth, seen) {
    if (seen.includes(value)) {
      return '[Circular]';
    }
    if (value instanceof Error) {
      return value.stack || String(value);
    }
    if (value instanceof RealDate) {
      return isNaN(value) ? 'Invalid Date' : value.toISOString();
    }
    if (value instanceof RegExp) {
      return String(value);
    }
    if (value instanceof Promise) {
      return 'Promise {}';
    }
    const inner = [...seen, value];
    const part = (item) => inspect(item, depth + 1, inner);
    if (Array.isArray(value)) {
      if (depth > 2) {
        return '[Array]';
      }
      const items = value.slice(0, 100).map(part);
      if (value.length > 100) {
        items.push(`... ${value.length - 100} more items`);
      }
      return items.length === 0 ? '[]' : `[ ${items.join(', ')} ]`;
    }
    if (value instanceof Map) {
      return `Map(${value.size}) { ${[...value].map(([k, v]) => `${part(k)} => ${part(v)}`).join(', ')} }`;
    }
    if (value instanceof Set) {
      return `Set(${value.size}) { ${[...value].map(part).join(', ')} }`;
    }
    if (value instanceof ArrayBuffer) {
      return `ArrayBuffer { byteLength: ${value.byteLength} }`;
    }
    if (ArrayBuffer.isView(value)) {
      return `${value.constructor.name}(${value.length}) [ ${Array.from(value).slice(0, 100).join(', ')} ]`;
    }
    const name = value.constructor && value.constructor !== Object ? value.constructor.name + ' ' : '';
    if (depth > 2) {
      return `[${name.trim() || 'Object'}]`;
    }
    const fields = Object.keys(value).map(
      (key) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key)}: ${part(value[key])}`,
    );
    return fields.length === 0 ? `${name}{}` : `${name}{ ${fields.join(', ')} }`;
  }
  function log(level, args) {
    host.log(level, args.map((arg) => inspect(arg, 0, [])).join(' '));
  }
  const timers = new Map();
  const counters = new Map();
  globalThis.console = {
    log: (...args) => log('LOG', args),
    info: (...args) => log('INFO', args),
    debug: (...args) => log('DEBUG', args),
    warn: (...args) => log('WARN', args),
    error: (...args) => log('ERROR', args),
    trace: (...args) => log('LOG', [...args, new Error().stack]),
    table: (...args) => log('LOG', args),
    dir: (...args) => log('LOG', args.slice(0, 1)),
    group: (...args) => args.length > 0 && log('LOG', args),
    groupCollapsed: (...args) => args.length > 0 && log('LOG', args),
    groupEnd: () => undefined,
    assert: (condition, ...args) => {
      if (!condition) {
        log('ERROR', ['Assertion failed', ...args]);
      }
    },
    count: (label = 'default') => {
      counters.set(label, (counters.get(label) ?? 0) + 1);
      host.log('LOG', `${label}: ${counters.get(label)}`);
    },
    countReset: (label = 'default') => counters.delete(label),
    time: (label = 'default') => timers.set(label, now()),
    timeLog: (label = 'default', ...args) => log('INFO', [`${label}: ${now() - (timers.get(label) ?? now())}ms`, ...args]),
    timeEnd: (label = 'default') => {
      log('INFO', [`${label}: ${now() - (timers.get(label) ?? now())}ms`]);
      timers.delete(label);
    },
  };

  // ---- errors on their way out
  function describe(thrown) {
    if (typeof thrown === 'object' && thrown !== null && Symbol.for('ConvexError') in thrown) {
      return {
        message: `Uncaught ConvexError: ${thrown.message}`,
        stack: String(thrown.stack ?? ''),
        data: typeof thrown.data === 'string' ? thrown.data : realStringify(thrown.data ?? null),
      };
    }
    if (thrown instanceof Error) {
      return { message: `Uncaught ${thrown.name}: ${thrown.message}`, stack: String(thrown.stack ?? '') };
    }
    return { message: `Uncaught ${inspect(thrown, 0, [])}`, stack: '' };
  }
  // Awaits alone: what a function has made of `then` is not asked.
  async function settled(work) {
    let envelope;
    try {
      envelope = '0' + ((await work()) ?? 'null');
    } catch (error) {
      let described;
      try {
        described = describe(error);
      } catch (second) {
        described = { message: 'Uncaught Error', stack: '' };
      }
      envelope = '1' + realStringify(described);
    }
    leave([...answers.values()]);
    host.done(envelope);
  }

  // Variables that the module being analysed read but that are not set; the environment itself is given once a script.
  const missing = new Set();

  // ---- what the host calls
  function begin(json) {
    call = realParse(json);
    state = call.seed | 0;
    timeUsed = false;
    pending.clear();
    answers.clear();
    timers.clear();
    counters.clear();
    missing.clear();
    if (call.environment !== undefined) {
      const variables = call.trackMissing
        ? new Proxy(call.environment, {
            get: (target, name) => {
              if (typeof name === 'string' && !(name in target)) {
                missing.add(name);
              }
              return target[name];
            },
          })
        : call.environment;
      globalThis.process = { env: variables };
    }
  }
  // The modules of the push: the host evaluates them in this world.
  function module(path) {
    return new Promise((resolve, reject) => host.load(path, resolve, reject, (name, message) => reject(failure(name, message))));
  }
  const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  function failure(name, message) {
    return new (errors[name] ?? Error)(message);
  }
  function invoke(path, name, args) {
    const { kind, requestId } = call;
    settled(async () => {
      const target = (await module(path))[name];
      switch (kind) {
        case 'query':
          return await target.invokeQuery(args);
        case 'mutation':
          return await target.invokeMutation(args);
        default:
          return await target.invokeAction(requestId, args);
      }
    });
  }
  // An HTTP action: its head goes to the host when it has one, then its body, piece by piece as it is made.
  async function answer(path, request, route) {
    const router = (await module(path)).default;
    await start(host.asyncSyscall('http/head', await router.runRequest(request, route)));
    const piece = (bytes) => start(host.asyncSyscall('http/piece', realStringify({ bytes: toBase64(bytes) })));
    if (answered.isStreamed) {
      const body = answered.body;
      const reader = body.getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        await piece(typeof next.value === 'string' ? new TextEncoder().encode(next.value) : new Uint8Array(next.value));
      }
    } else {
      await piece(new Uint8Array(await answered.arrayBuffer()));
    }
    return 'null';
  }
  function invokeHttp(path, request, route) {
    answered = null;
    settled(() => answer(path, request, route));
  }
  function functionsOf(module) {
    const found = [];
    for (const name of Object.keys(module)) {
      const value = module[name];
      if (value === null || (typeof value !== 'function' && typeof value !== 'object')) {
        continue;
      }
      const udfType = value.isQuery ? 'Query' : value.isMutation ? 'Mutation' : value.isAction ? 'Action' : null;
      if (udfType === null || (!value.isPublic && !value.isInternal)) {
        continue;
      }
      found.push({
        name,
        udfType,
        visibility: { kind: value.isPublic ? 'public' : 'internal' },
        args: typeof value.exportArgs === 'function' ? value.exportArgs() : '{"type":"any"}',
        returns: typeof value.exportReturns === 'function' ? value.exportReturns() : 'null',
      });
    }
    return found;
  }
  const readers = {
    functions: (module) => {
      const main = module.default;
      return {
        functions: functionsOf(module),
        hasDefault: 'default' in module,
        badHandlers: functionsOf(module)
          .map(({ name }) => name)
          .filter((name) => '_handler' in module[name] && typeof module[name]._handler !== 'function'),
        httpRoutes:
          main && main.isRouter === true
            ? main.getRoutes().map(([path, method]) => ({ route: { path, method }, pos: null }))
            : null,
        cronSpecs:
          main && main.isCrons === true ? Object.entries(realParse(main.export())).map(([name, spec]) => ({ name, spec })) : null,
      };
    },
    schema: (module) => {
      if (!module.default || typeof module.default.export !== 'function') {
        throw new Error('The default export of schema.ts must be `defineSchema({…})`');
      }
      return { schema: module.default.export(), missing: [...missing] };
    },
    definition: (module) => {
      if (!module.default || typeof module.default.export !== 'function') {
        throw new Error('The default export of convex.config.ts must be `defineApp()` or `defineComponent("name")`');
      }
      return { definition: module.default.export() };
    },
    auth: (module) => ({ providers: module.default?.providers ?? [], missing: [...missing] }),
  };
  function analyze(path, what) {
    settled(async () => realStringify(readers[what](await module(path))));
  }

  globalThis.performance = { now: () => now() - call.now, timeOrigin: 0, mark: () => undefined };
  globalThis.global = globalThis;
  globalThis.self = globalThis;
  return {
    begin,
    failure,
    invoke,
    invokeHttp,
    analyze,
    settle,
    // For the web shims, which are evaluated next and see no host of their own.
    web: { call: () => call, start, now, nextUint32, inspect: (value) => inspect(value, 0, []) },
  };
});

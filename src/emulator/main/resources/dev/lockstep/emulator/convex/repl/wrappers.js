// What a query that somebody wrote for this once may import: the builders of queries and the reading half of `ctx`.
// It asks the host for the same operations as npm's convex does.

// ---- values: JSON has no int64, no bytes and no special floats
const chars = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const toBase64 = (buffer) => btoa(chars(new Uint8Array(buffer)));
const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;

function eightBytes(write) {
  const view = new DataView(new ArrayBuffer(8));
  write(view);
  return toBase64(view.buffer);
}

function encode(value) {
  switch (typeof value) {
    case 'bigint':
      return { $integer: eightBytes((view) => view.setBigInt64(0, value, true)) };
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $float: eightBytes((view) => view.setFloat64(0, value, true)) };
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : encodeObject(value);
    default:
      throw new Error(`${String(value)} is not a supported Convex type.`);
  }
}

function encodeObject(value) {
  if (value instanceof ArrayBuffer) {
    return { $bytes: toBase64(value) };
  }
  if (Array.isArray(value)) {
    return value.map(encode);
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype && prototype.constructor?.name !== 'Object') {
    throw new Error(`${prototype.constructor?.name ?? 'This object'} is not a supported Convex type.`);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => [name, encode(field)]),
  );
}

const encodeOrUndefined = (value) => (value === undefined ? { $undefined: null } : encode(value));

function decode(json) {
  if (typeof json !== 'object' || json === null) {
    return json;
  }
  if (Array.isArray(json)) {
    return json.map(decode);
  }
  const entries = Object.entries(json);
  if (entries.length === 1) {
    const [name, value] = entries[0];
    switch (name) {
      case '$integer':
        return new DataView(fromBase64(value)).getBigInt64(0, true);
      case '$float':
        return new DataView(fromBase64(value)).getFloat64(0, true);
      case '$bytes':
        return fromBase64(value);
    }
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, decode(value)]));
}

// ---- the host
const now = (operation, json) => JSON.parse(Convex.syscall(`1.0/${operation}`, JSON.stringify(json)));
const ask = async (operation, json) => JSON.parse(await Convex.asyncSyscall(`1.0/${operation}`, JSON.stringify(json)));

// ---- queries
const OPERAND = Symbol('operand');
const operand = (value) =>
  typeof value === 'object' && value !== null && OPERAND in value
    ? value[OPERAND]
    : { $literal: encodeOrUndefined(value) };
const both = (name) => (left, right) => ({ [OPERAND]: { [name]: [operand(left), operand(right)] } });
const one = (name) => (value) => ({ [OPERAND]: { [name]: operand(value) } });
const many = (name) => (...values) => ({ [OPERAND]: { [name]: values.map(operand) } });

const filters = Object.freeze({
  eq: both('$eq'),
  neq: both('$neq'),
  lt: both('$lt'),
  lte: both('$lte'),
  gt: both('$gt'),
  gte: both('$gte'),
  add: both('$add'),
  sub: both('$sub'),
  mul: both('$mul'),
  div: both('$div'),
  mod: both('$mod'),
  neg: one('$neg'),
  not: one('$not'),
  and: many('$and'),
  or: many('$or'),
  field: (path) => ({ [OPERAND]: { $field: path } }),
});

class Range {
  constructor(steps = []) {
    this.steps = steps;
  }
  step(type, fieldPath, value) {
    return new Range([...this.steps, { type, fieldPath, value: encodeOrUndefined(value) }]);
  }
  eq(path, value) {
    return this.step('Eq', path, value);
  }
  gt(path, value) {
    return this.step('Gt', path, value);
  }
  gte(path, value) {
    return this.step('Gte', path, value);
  }
  lt(path, value) {
    return this.step('Lt', path, value);
  }
  lte(path, value) {
    return this.step('Lte', path, value);
  }
  search(path, value) {
    return new Range([...this.steps, { type: 'Search', fieldPath: path, value }]);
  }
}

class Query {
  #table;
  #source;
  #operators;
  #id = null;

  constructor(table, source, operators = []) {
    this.#table = table;
    this.#source = source;
    this.#operators = operators;
  }
  #then(operator) {
    return new Query(this.#table, this.#source, [...this.#operators, operator]);
  }
  #json() {
    return { source: this.#source, operators: this.#operators };
  }
  withIndex(index, range = (all) => all) {
    return new Query(this.#table, {
      type: 'IndexRange',
      indexName: `${this.#table}.${index}`,
      range: range(new Range()).steps,
      order: null,
    });
  }
  withSearchIndex(index, search) {
    return new Query(this.#table, {
      type: 'Search',
      indexName: `${this.#table}.${index}`,
      filters: search(new Range()).steps,
    });
  }
  fullTableScan() {
    return this;
  }
  order(order) {
    if (this.#source.type === 'Search') {
      throw new Error('Search queries must always be in relevance order. Can not set order manually.');
    }
    return new Query(this.#table, { ...this.#source, order }, this.#operators);
  }
  filter(predicate) {
    return this.#then({ filter: operand(predicate(filters)) });
  }
  limit(count) {
    return this.#then({ limit: count });
  }
  async next() {
    this.#id ??= now('queryStream', { query: this.#json() }).queryId;
    const { value, done } = await ask('queryStreamNext', { queryId: this.#id });
    return { value: decode(value), done };
  }
  async return() {
    if (this.#id !== null) {
      now('queryCleanup', { queryId: this.#id });
    }
    return { value: undefined, done: true };
  }
  [Symbol.asyncIterator]() {
    return new Query(this.#table, this.#source, this.#operators);
  }
  async collect() {
    const found = [];
    for await (const document of this) {
      found.push(document);
    }
    return found;
  }
  take(count) {
    return this.limit(count).collect();
  }
  async first() {
    return (await this.take(1))[0] ?? null;
  }
  async unique() {
    const found = await this.take(2);
    if (found.length > 1) {
      throw new Error(`unique() query returned more than one result from table ${this.#table}`);
    }
    return found[0] ?? null;
  }
  async count() {
    return ask('count', { table: this.#table });
  }
  async paginate({ cursor, numItems, endCursor, maximumRowsRead, maximumBytesRead }) {
    const page = await ask('queryPage', {
      query: this.#json(),
      cursor,
      endCursor,
      pageSize: numItems,
      maximumRowsRead,
      maximumBytesRead,
    });
    return { ...page, page: page.page.map(decode) };
  }
}

// ---- what a query is handed
const query = (table) => new Query(table, { type: 'FullTableScan', tableName: table, order: null });
const get =
  (isSystem) =>
  async (...names) => {
    const id = names[names.length - 1];
    return decode(await ask('get', names.length > 1 ? { table: names[0], id, isSystem } : { id, isSystem }));
  };
const db = {
  get: get(false),
  query,
  normalizeId: (table, idString) => now('db/normalizeId', { table, idString }).id,
  system: { get: get(true), query },
};

function address(reference) {
  if (typeof reference === 'string') {
    return reference.startsWith('function://') ? { functionHandle: reference } : { name: reference };
  }
  const name = reference?.[Symbol.for('functionName')];
  if (typeof name !== 'string') {
    throw new Error(`${String(reference)} is not a function reference`);
  }
  return { name };
}

const context = {
  db,
  auth: { getUserIdentity: () => ask('getUserIdentity', {}) },
  storage: {
    getUrl: (storageId) => ask('storageGetUrl', { storageId }),
    getMetadata: (storageId) => ask('storageGetMetadata', { storageId }),
  },
  runQuery: async (reference, args = {}) =>
    decode(await ask('runUdf', { udfType: 'query', args: encode(args), ...address(reference) })),
};

// ---- the builders
function builder(visibility) {
  return (definition) => {
    const handler = typeof definition === 'function' ? definition : definition.handler;
    const built = () => {
      throw new Error('A query is not to be called directly');
    };
    built.isQuery = true;
    built[visibility] = true;
    built._handler = handler;
    built.exportArgs = () => '{"type":"any"}';
    built.exportReturns = () => 'null';
    built.invokeQuery = async (args) => {
      const result = await handler(context, ...JSON.parse(args).map(decode));
      if (result instanceof Query) {
        throw new Error(
          'Return value is a Query. Results must be retrieved with `.collect()`, `.take(n), `.unique()`, or `.first()`.',
        );
      }
      return JSON.stringify(encode(result ?? null));
    };
    return built;
  };
}

const publicQuery = builder('isPublic');
const internalQuery = builder('isInternal');
export { publicQuery as query, internalQuery };

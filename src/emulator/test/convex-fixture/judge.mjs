// Uses the official HTTP client against the address it is given, and prints what it saw as one JSON object.
import { ConvexHttpClient } from 'convex/browser';
import { anyApi } from 'convex/server';
import { ConvexError } from 'convex/values';

const client = new ConvexHttpClient(process.argv[2], { logger: false });
const seen = {};
const caught = async (work) => {
  try {
    await work();
    return null;
  } catch (error) {
    return error;
  }
};

const value = { big: 2n ** 60n, nan: NaN, minus: -0, infinite: -Infinity, bytes: new Uint8Array([1, 2, 255]).buffer, nothing: null };
const echoed = await client.query(anyApi.values.echo, { value });
seen.big = echoed.big === value.big;
seen.nan = Number.isNaN(echoed.nan);
seen.minus = Object.is(echoed.minus, -0);
seen.infinite = echoed.infinite === -Infinity;
seen.bytes = [...new Uint8Array(echoed.bytes)].join();

const stored = await client.mutation(anyApi.values.store, { data: value.bytes, special: NaN });
seen.stored = Number.isNaN(stored.special) && [...new Uint8Array(stored.data)].join() === seen.bytes;

for (const [author, body, likes] of [['ada', 'one', 1], ['ada', 'two', 5], ['bob', 'three', 9]]) {
  seen.last = await client.mutation(anyApi.messages.send, { author, body, likes });
}
seen.list = (await client.query(anyApi.messages.list, {})).map((message) => message.body);
seen.byAuthor = (await client.query(anyApi.messages.byAuthor, { author: 'ada' })).map((message) => message.body);
seen.above = (await client.query(anyApi.messages.byAuthor, { author: 'ada', above: 1 })).map((message) => message.body);
seen.liked = (await client.query(anyApi.messages.liked, { least: 2 })).map((message) => message.body);
const page = await client.query(anyApi.messages.page, { paginationOpts: { numItems: 2, cursor: null } });
const rest = await client.query(anyApi.messages.page, { paginationOpts: { numItems: 2, cursor: page.continueCursor } });
seen.pages = [page, rest].map(({ page: items, isDone }) => [items.map((item) => item.body), isDone]);
const edited = await client.mutation(anyApi.messages.edit, { id: seen.last, body: 'edited' });
seen.edited = [edited.body, 'likes' in edited];
await client.mutation(anyApi.messages.rewrite, { id: seen.last, author: 'eve' });
seen.rewritten = (await client.query(anyApi.messages.byAuthor, { author: 'eve' })).map((message) => message.body);
seen.normalized = [
  (await client.query(anyApi.messages.normalize, { id: seen.last })) === seen.last,
  await client.query(anyApi.messages.normalize, { id: 'nonsense' }),
];
await client.mutation(anyApi.messages.remove, { id: seen.last });
seen.left = (await client.query(anyApi.messages.list, {})).length;

const refused = await caught(() => client.mutation(anyApi.messages.refuse, {}));
seen.refused = refused instanceof ConvexError && refused.data.big === 12n && refused.data.code === 7;
seen.undone = (await client.query(anyApi.messages.list, {})).length === seen.left;
const passed = await caught(() => client.action(anyApi.actions.refuse, {}));
seen.passed = passed instanceof ConvexError && passed.data.passed.why === 'refused';
seen.failed = (await caught(() => client.query(anyApi.messages.fail, {}))).message;
seen.wrongArgument = (await caught(() => client.mutation(anyApi.messages.send, { author: 5, body: 'x' }))).message;
seen.wrongDocument = (await caught(() => client.mutation(anyApi.messages.wrongDocument, {}))).message;
seen.wrongResult = (await caught(() => client.query(anyApi.messages.wrongResult, {}))).message;
seen.hidden = (await caught(() => client.query(anyApi.values.secret, {}))).message;

seen.sentTwice = await client.action(anyApi.actions.sendTwice, { author: 'twice' });
seen.waits = await client.action(anyApi.actions.waits, {});
seen.fetched = (await client.action(anyApi.actions.get, { url: process.argv[2] + '/instance_name' })).text;
seen.web = await client.action(anyApi.actions.web, {});
seen.surroundings = await client.query(anyApi.values.surroundings, {});
seen.anonymous = await client.query(anyApi.values.whoAmI, {});
seen.nested = await client.query(anyApi.folder.nested.hello, {});
seen.consistent = (await client.consistentQuery(anyApi.messages.list, {})).length;
await client.action(anyApi.actions.later, { name: 'scheduled', delay: 0 });
console.log(JSON.stringify(seen));

// Uses the official reactive client against the address it is given, and prints what it saw as one JSON object.
// Arguments: address, admin key, a token of ada's, a token of bob's.
import { ConvexClient, ConvexHttpClient } from 'convex/browser';
import { anyApi } from 'convex/server';

const [url, key, ada, bob] = process.argv.slice(2);
const seen = {};
const room = (name) => `${name}-${Math.random()}`;
const open = () => new ConvexClient(url, { logger: false });

// Everything a subscription gave, and a promise of the first value that fits.
function watch(client, query, args) {
  const values = [];
  const waiting = [];
  const errors = [];
  const stop = client.onUpdate(
    query,
    args,
    (value) => {
      values.push(value);
      for (const one of [...waiting]) {
        if (one.fits(value)) {
          waiting.splice(waiting.indexOf(one), 1);
          one.resolve(value);
        }
      }
    },
    (error) => errors.push(error.message),
  );
  const until = (fits) =>
    values.length > 0 && fits(values.at(-1))
      ? Promise.resolve(values.at(-1))
      : new Promise((resolve, reject) => {
          waiting.push({ fits, resolve });
          setTimeout(() => reject(new Error(`Waited too long; saw ${JSON.stringify(values)} ${errors}`)), 20000);
        });
  return { values, errors, until, stop };
}

async function fault(json) {
  const response = await fetch(`${url}/emulator/faults`, {
    method: 'POST',
    headers: { Authorization: `Convex ${key}` },
    body: JSON.stringify(json),
  });
  if (!response.ok) {
    throw new Error(`The fault was refused: ${response.status}`);
  }
}

const a = open();
const b = open();

// Live both ways, with the writer's own view at least as new as its mutation.
{
  const here = room('both');
  const inA = watch(a, anyApi.live.list, { room: here });
  const inB = watch(b, anyApi.live.list, { room: here });
  await Promise.all([inA.until((list) => list.length === 0), inB.until((list) => list.length === 0)]);
  await a.mutation(anyApi.live.send, { room: here, body: 'from a' });
  seen.ownWrite = a.client.localQueryResult('live:list', { room: here }).join();
  await inB.until((list) => list.length === 1);
  await b.mutation(anyApi.live.send, { room: here, body: 'from b' });
  seen.bothWays = [await inA.until((list) => list.length === 2), await inB.until((list) => list.length === 2)].map(
    (list) => list.join(),
  );
}

// An optimistic update is seen at once and gives way to the real one without a flicker.
{
  const here = room('optimistic');
  const list = watch(a, anyApi.live.list, { room: here });
  await list.until((items) => items.length === 0);
  await a.mutation(
    anyApi.live.send,
    { room: here, body: 'real' },
    {
      optimisticUpdate: (store) => store.setQuery(anyApi.live.list, { room: here }, ['hoped']),
    },
  );
  await list.until((items) => items.join() === 'real');
  // A Transition that changes nothing in between makes the client play the hope again: the same value is no flicker.
  seen.optimistic = list.values.map((items) => items.join()).filter((shown, i, all) => shown !== all[i - 1]);
}

// An action, and the subscription that its mutation touches.
{
  const here = room('action');
  const list = watch(a, anyApi.live.list, { room: here });
  seen.action = await a.action(anyApi.live.sendLater, { room: here, body: 'acted' });
  seen.afterAction = (await list.until((items) => items.length === 1)).join();
}

// The connection breaks after a mutation was done and before anybody was told.
{
  const here = room('reconnect');
  const list = watch(a, anyApi.live.list, { room: here });
  await list.until((items) => items.length === 0);
  const before = a.connectionState().connectionCount;
  await fault({ match: '^SEND MutationResponse', drop: true, times: 1 });
  await a.mutation(anyApi.live.send, { room: here, body: 'once' });
  await a.mutation(anyApi.live.send, { room: here, body: 'twice' });
  seen.reconnected = a.connectionState().connectionCount > before;
  seen.afterReconnect = (await list.until((items) => items.length === 2)).join();
  seen.inTheStore = (await new ConvexHttpClient(url).query(anyApi.live.list, { room: here })).join();
}

// The connection breaks while a Transition is on its way, and the next two attempts to connect are refused.
{
  const here = room('refused');
  const list = watch(b, anyApi.live.count, { room: here });
  await list.until((count) => count === 0);
  await fault({ match: '^GET /api/.*sync', status: 503, body: '{}', times: 2 });
  await fault({ match: '^SEND Transition', drop: true, times: 1 });
  await a.mutation(anyApi.live.send, { room: here, body: 'x' });
  seen.afterRefusals = await list.until((count) => count === 1);
}

// Slow messages only take longer.
{
  const here = room('slow');
  await fault({ match: '^(SEND MutationResponse|RECEIVE Mutation)', delayMillis: 200, times: 2 });
  const list = watch(a, anyApi.live.list, { room: here });
  await a.mutation(anyApi.live.send, { room: here, body: 'late' });
  seen.slow = (await list.until((items) => items.length === 1)).join();
}

// Who asks changes while subscriptions go on.
{
  const client = open();
  const me = watch(client, anyApi.live.me, {});
  await me.until((subject) => subject === null);
  let states = [];
  client.setAuth(async () => ada, (state) => states.push(state));
  await me.until((subject) => subject === 'ada');
  // The client asks for a second token as soon as the first is accepted; signing out waits for that.
  let settled;
  const twice = new Promise((resolve) => (settled = resolve));
  client.setAuth(async ({ forceRefreshToken }) => {
    if (forceRefreshToken) {
      settled();
    }
    return bob;
  });
  await me.until((subject) => subject === 'bob');
  await twice;
  seen.askedAgain = await client.query(anyApi.live.me, {});
  client.client.clearAuth();
  await me.until((subject) => subject === null);
  seen.identities = me.values;
  seen.authenticated = states[0];

  // A token that is refused is not the end: the client goes on as nobody.
  const refused = await new Promise((resolve) => client.setAuth(async () => 'no.such.token', resolve));
  seen.refusedToken = refused;
  await client.close();
}

// Pages as a paginated hook subscribes them: each on its own, with its bounds kept while things come and go.
{
  const here = room('pages');
  for (const [body, likes] of [['a', 10], ['b', 20], ['c', 30], ['d', 40], ['e', 50]]) {
    await a.mutation(anyApi.live.rank, { room: here, body, likes });
  }
  const bodies = (page) => page.page.map((m) => m.body).join('');
  const first = watch(a, anyApi.live.page, { room: here, paginationOpts: { numItems: 2, cursor: null, id: 1 } });
  const one = await first.until(() => true);
  const second = watch(a, anyApi.live.page, { room: here, paginationOpts: { numItems: 2, cursor: one.continueCursor, id: 1 } });
  const two = await second.until(() => true);
  const third = watch(a, anyApi.live.page, { room: here, paginationOpts: { numItems: 2, cursor: two.continueCursor, id: 1 } });
  const three = await third.until(() => true);
  seen.pages = [one, two, three].map(bodies);
  seen.done = [one, two, three].map((page) => page.isDone);
  await a.mutation(anyApi.live.rank, { room: here, body: 'B', likes: 15 });
  await a.mutation(anyApi.live.rank, { room: here, body: 'D', likes: 35 });
  await a.mutation(anyApi.live.rank, { room: here, body: 'F', likes: 60 });
  await first.until((page) => bodies(page) === 'aBb');
  await second.until((page) => bodies(page) === 'cDd');
  await third.until((page) => bodies(page) === 'eF');
  seen.cursorsKept = first.values.at(-1).continueCursor === one.continueCursor;

  // A new socket goes on with the journals.
  await fault({ match: '^SEND Transition', drop: true, times: 1 });
  await a.mutation(anyApi.live.rank, { room: here, body: 'A', likes: 5 });
  seen.pagesAfterReconnect = [
    await first.until((page) => bodies(page) === 'AaBb'),
    second.values.at(-1),
    third.values.at(-1),
  ].map(bodies);

  if (typeof a.onPaginatedUpdate_experimental === 'function') {
    const results = [];
    let done;
    const complete = new Promise((resolve) => (done = resolve));
    const stop = a.onPaginatedUpdate_experimental(anyApi.live.page, { room: here }, { initialNumItems: 3 }, (result) => {
      results.push(result);
      if (result.status === 'CanLoadMore') {
        result.loadMore(3);
      } else if (result.status === 'Exhausted') {
        done(result);
      }
    });
    seen.paginated = (await complete).results.map((m) => m.body).join('');
    stop();
  } else {
    seen.paginated = 'AaBbcDdeF';
  }
}

await Promise.all([a.close(), b.close()]);
console.log(JSON.stringify(seen));
process.exit(0);

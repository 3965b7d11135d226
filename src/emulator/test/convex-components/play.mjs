import assert from "node:assert/strict";
import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";

const [url, site] = process.argv.slice(2);
const client = new ConvexHttpClient(url, { logger: false });
const ask = (query, args = {}) => client.query(query, args);
const tell = (mutation, args = {}) => client.mutation(mutation, args);
const notes = (kind) => ask(api.notes.of, { kind });

async function until(good) {
  const end = Date.now() + 90_000;
  for (;;) {
    const value = await good();
    if (value) return value;
    assert.ok(Date.now() < end, "Waited too long for " + good);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const exercises = {
  async aggregate() {
    await tell(api.aggregate.add, { game: "chess", from: 0, count: 60 });
    await tell(api.aggregate.add, { game: "go", from: 60, count: 20 });
    await tell(api.aggregate.improve);
    const { truth, ...seen } = await ask(api.aggregate.stats);
    for (const name of Object.keys(truth)) assert.equal(seen[name], truth[name], name);
    assert.deepEqual(seen.namespaces.sort(), ["chess", "go"]);
    assert.equal(seen.page.length, 5);
    assert.equal(await tell(api.aggregate.clear), 0);
  },
  async "rate-limiter"() {
    const said = await tell(api.limits.tryAll);
    const bucket = [true, true, true, false, false, true];
    assert.deepEqual(said, [true, true, false, ...bucket, true, true, true, null, "RateLimited:fixed"]);
    await until(async () => (await ask(api.limits.value)).value === 6);
    assert.equal((await ask(api.limits.getRateLimit, {})).value, 3);
  },
  async workpool() {
    const ids = await tell(api.pool.start);
    const ended = await until(async () => {
      const all = await notes("done");
      return all.length === 6 && all;
    });
    const results = Object.fromEntries(ended.map(({ context, result }) => [context, result]));
    assert.deepEqual(results[12], { kind: "success", returnValue: 144 });
    assert.match(results[13].error, /unlucky/);
    await until(async () => (await notes("done2")).length === 3);
    const kinds = (await notes("done2")).map(({ context, kind }) => context + " " + kind);
    assert.deepEqual(kinds.sort(), ["canceled canceled", "flaky success", "query success"]);
    await until(async () => (await notes("serial")).length === 6);
    assert.deepEqual(await notes("serial"), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(await ask(api.pool.status, { ids }), Array(6).fill("finished"));
    assert.equal((await notes("ran")).filter((n) => n === 13).length, 2);
  },
  async workflow() {
    const id = await tell(api.flow.start, { which: "main" });
    await until(async () => (await ask(api.flow.steps, { id })).includes("go:event"));
    await tell(api.flow.go, { id });
    await tell(api.flow.start, { which: "failing" });
    await tell(api.flow.cancel, { id: await tell(api.flow.start, { which: "endless" }) });
    await until(async () => (await notes("flowended")).length === 3);
    const ended = Object.fromEntries((await notes("flowended")).map(({ c, r }) => [c, r]));
    assert.equal(ended.failing.kind, "failed");
    assert.equal(ended.endless.kind, "canceled");
    const { caught, ...rest } = ended.main.returnValue;
    assert.match(caught, /bad step/);
    const event = { ok: true };
    assert.deepEqual(rest, { a: "a", b: "b", c: 2, event, inline: "inline", loud: "Hi Ada!", slept: true });
    assert.equal(await tell(api.flow.cleanup, { id }), true);
  },
  async "action-retrier"() {
    const id = await tell(api.rest.retry, { until: 3 });
    await tell(api.rest.retry, { until: 30 });
    const results = await until(async () => {
      const all = await notes("retried");
      return all.length === 2 && all;
    });
    assert.deepEqual(results.map((result) => result.type).sort(), ["failed", "success"]);
    assert.equal((await ask(api.rest.retryStatus, { id })).result.returnValue, "after 3");
    assert.equal((await notes("retry30")).length, 4);
    await tell(api.rest.retryCleanup, { id });
  },
  async migrations() {
    await tell(api.rest.seed);
    const { execFileSync } = await import("node:child_process");
    const run = (...all) => execFileSync("node", ["node_modules/convex/bin/main.js", "run", ...all]);
    run("rest:run", '{"fn":"rest:setPlan"}');
    await until(async () => (await ask(api.rest.plans)) === 30);
    run("rest:runAll");
    await until(async () => (await ask(api.rest.migrationStatus)).every(([, , , isDone]) => isDone));
    assert.equal(await ask(api.rest.plans), 0);
  },
  async "sharded-counter"() {
    assert.deepEqual(await tell(api.rest.counting), [5, 20, 20]);
  },
  async geospatial() {
    await tell(api.rest.geoFill);
    const found = await ask(api.rest.geoAsk);
    assert.deepEqual(found.get, { latitude: 40.7794, longitude: -73.9632 });
    assert.deepEqual(found.rect.sort(), ["AMNH", "Katz", "Met"]);
    assert.deepEqual(found.museums.sort(), ["AMNH", "Met"]);
    assert.deepEqual(found.near, [
      ["AMNH", 343],
      ["Met", 576],
    ]);
    assert.deepEqual(await tell(api.rest.geoRemove), [true, null]);
  },
  async "action-cache"() {
    for (const text of ["x", "x", "y"]) await client.action(api.rest.cached, { text });
    assert.equal((await notes("expensive")).length, 2);
    await client.action(api.rest.forget, {});
    await client.action(api.rest.cached, { text: "x" });
    assert.equal((await notes("expensive")).length, 3);
  },
  async "persistent-text-streaming"() {
    const streamId = await tell(api.text.create);
    const answer = await fetch(site + "/stream", { method: "POST", body: JSON.stringify({ streamId }) });
    assert.equal(await answer.text(), "Hi there! How are you?");
    await until(async () => (await ask(api.text.body, { streamId })).status === "done");
    assert.equal((await ask(api.text.body, { streamId })).text, "Hi there! How are you?");
  },
  async presence() {
    const beat = (userId, interval) =>
      tell(api.rest.heartbeat, { roomId: "room", userId, sessionId: "of " + userId, interval });
    const { roomToken } = await beat("ada", 600);
    const { sessionToken } = await beat("bob", 60_000);
    const online = async () =>
      (await ask(api.rest.present, { roomToken })).filter((one) => one.online).map((one) => one.userId);
    assert.ok((await online()).includes("bob"));
    await tell(api.rest.leave, { sessionToken });
    await until(async () => (await online()).length === 0);
  },
  async crons() {
    const [, , kind, count] = await tell(api.rest.cronsStart);
    assert.deepEqual([kind, count], ["interval", 2]);
    await until(async () => new Set(await notes("tick")).size === 2 && (await notes("tick")).length >= 4);
    assert.equal(await tell(api.rest.cronsStop), 0);
  },
};

for (const [name, exercise] of Object.entries(exercises)) {
  await exercise();
  console.log(name + " ok");
}
console.log("components passed");
process.exit(0);

import assert from "node:assert/strict";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";

const { jobs } = anyApi;
const client = new ConvexClient(process.argv[2]);
const until = (query, args, good) => new Promise((resolve) => client.onUpdate(query, args, (value) => good(value) && resolve()));

const soon = await client.mutation(jobs.remind, { text: "tea", after: 50 });
const never = await client.mutation(jobs.remind, { text: "never", after: 60_000 });
const failing = await client.mutation(jobs.remind, { text: "fail", after: 0 });
await until(jobs.count, { by: "tea" }, (count) => count === 1);
await until(jobs.state, { job: soon }, (state) => state === "success");
await until(jobs.state, { job: failing }, (state) => state === "failed");
assert.equal(await client.query(jobs.state, { job: never }), "pending");
await client.mutation(jobs.cancel, { job: never });
assert.equal(await client.query(jobs.state, { job: never }), "canceled");
await until(jobs.count, { by: "interval" }, (count) => count >= 2);
await client.close();
console.log("jobs passed");
process.exit(0);

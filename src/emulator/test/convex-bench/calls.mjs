// Calls the functions one after the other and prints `{"rate": <calls per second>, "seen": <an answer>}`. Arguments:
// http, socket or convex-test; a deployment's URL (convex-test has none); send, list or get; the number of calls; the
// number of rows that there are before.
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { api } from "./convex/_generated/api.js";

const [side, url, kind, calls, rows] = process.argv.slice(2);

const sides = {
  http: async () => new ConvexHttpClient(url, { logger: false }),
  socket: async () => new ConvexClient(url, { logger: false }),
  "convex-test": async () => {
    const { convexTest } = await import("convex-test");
    const { default: schema } = await import("./convex/schema.js");
    // What a bundler makes of import.meta.glob.
    return convexTest(schema, {
      "./convex/notes.js": () => import("./convex/notes.js"),
      "./convex/_generated/server.js": () => import("./convex/_generated/server.js"),
    });
  },
};

const client = await sides[side]();
await client.mutation(api.notes.fill, { rows: Number(rows) });
const [{ _id: id }] = await client.query(api.notes.list, { room: "room 3" });

const kinds = {
  send: (i) => client.mutation(api.notes.send, { room: `room ${i % 10}`, body: `sent ${i}` }),
  list: (i) => client.query(api.notes.list, { room: `room ${i % 10}` }),
  get: () => client.query(api.notes.get, { id }),
};

async function rate(from, count) {
  const start = performance.now();
  for (let i = from; i < from + count; i++) {
    await kinds[kind](i);
  }
  return count / ((performance.now() - start) / 1000);
}

const warm = Number(calls) / 5;
await rate(0, warm);
const measured = await rate(warm, Number(calls));
const seen = (await client.query(api.notes.list, { room: "room 3" })).map((note) => note.body);
console.log(JSON.stringify({ rate: measured, seen }));
process.exit(0);

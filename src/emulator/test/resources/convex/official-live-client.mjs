// Calls a deployment over one socket of the official reactive client and prints calls per second. Arguments: the
// directory that has node_modules/convex, the deployment's URL, query or mutation, the number of calls, the number of
// calls under way at a time, a token.
import { createRequire } from "node:module";
import { join } from "node:path";

const [project, url, kind, calls, lanes, token] = process.argv.slice(2);
const { ConvexClient } = createRequire(join(project, "package.json"))("convex/browser");

const client = new ConvexClient(url, { logger: false });
client.setAuth(async () => token);

const kinds = {
  // The client's own query() answers from a subscription that is there, so this asks anew each time.
  query: () =>
    new Promise((resolve, reject) => {
      const stop = client.onUpdate(
        "users:current",
        {},
        () => queueMicrotask(() => (stop(), resolve())),
        reject,
      );
    }),
  mutation: (i) => client.mutation("users:updateProfile", { first_name: `Ada ${i}` }),
};

async function rate(count) {
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < count; i = next++) {
      await kinds[kind](i);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: Number(lanes) }, lane));
  return count / ((performance.now() - start) / 1000);
}

await rate(Number(calls) / 5);
console.log(await rate(Number(calls)));
await client.close();
process.exit(0);

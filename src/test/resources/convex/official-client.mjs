// Calls a deployment with the official client, and prints calls per second: query and mutation, one after another and
// as many at a time as there are tokens. Arguments: the directory that has node_modules/convex, the deployment's URL,
// the number of calls, tokens.
import { createRequire } from "node:module";
import { join } from "node:path";

const [project, url, calls, ...tokens] = process.argv.slice(2);
const { ConvexHttpClient } = createRequire(join(project, "package.json"))("convex/browser");
const count = Number(calls);

function client(token) {
  const made = new ConvexHttpClient(url, { logger: false });
  made.setAuth(token);
  return made;
}

const query = (c) => c.query("users:current", {});
// The client sends mutations one after another unless it is told not to wait.
const mutation = (c, i) => c.mutation("users:updateProfile", { first_name: `Ada ${i}` }, { skipQueue: true });

async function rate(call, lanes) {
  const clients = tokens.slice(0, lanes).map(client);
  let next = 0;
  const lane = async (c) => {
    for (let i = next++; i < count; i = next++) {
      await call(c, i);
    }
  };
  const start = performance.now();
  await Promise.all(clients.map(lane));
  return count / ((performance.now() - start) / 1000);
}

await rate(query, 1);
await rate(mutation, 1);
for (const [name, call] of [["query", query], ["mutation", mutation]]) {
  for (const lanes of [1, tokens.length]) {
    console.log(`${name} ${lanes} ${await rate(call, lanes)}`);
  }
}

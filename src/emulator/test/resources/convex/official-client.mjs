// Calls a deployment with the official client, one lane a token, and prints calls per second. Arguments: the directory
// that has node_modules/convex, the deployment's URL, query or mutation, the number of calls, tokens.
import { createRequire } from "node:module";
import { join } from "node:path";

const [project, url, kind, calls, ...tokens] = process.argv.slice(2);
const { ConvexHttpClient } = createRequire(join(project, "package.json"))("convex/browser");

const clients = tokens.map((token) => {
  const client = new ConvexHttpClient(url, { logger: false });
  client.setAuth(token);
  return client;
});

const kinds = {
  query: (client) => client.query("users:current", {}),
  // The client sends mutations one after another unless it is told not to wait.
  mutation: (client, i) => client.mutation("users:updateProfile", { first_name: `Ada ${i}` }, { skipQueue: true }),
};

async function rate(count) {
  let next = 0;
  const lane = async (client) => {
    for (let i = next++; i < count; i = next++) {
      await kinds[kind](client, i);
    }
  };
  const start = performance.now();
  await Promise.all(clients.map(lane));
  return count / ((performance.now() - start) / 1000);
}

await rate(Number(calls) / 5);
console.log(await rate(Number(calls)));

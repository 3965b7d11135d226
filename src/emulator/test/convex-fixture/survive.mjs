// Sends numbered messages one after the other through whatever happens to the deployment, and prints what it saw.
// Arguments: address, how many.
import { ConvexClient } from 'convex/browser';
import { anyApi } from 'convex/server';

const [url, count] = process.argv.slice(2);
const room = 'survivor';
const client = new ConvexClient(url, { logger: false });
let list = [];
let wake = () => undefined;
client.onUpdate(anyApi.live.list, { room }, (value) => {
  list = value;
  wake();
});
for (let i = 0; i < Number(count); i++) {
  await client.mutation(anyApi.live.send, { room, body: String(i) });
  console.log(`acknowledged ${i}`);
}
while (list.length < Number(count)) {
  await new Promise((resolve) => (wake = resolve));
}
console.log(JSON.stringify({ list, connections: client.connectionState().connectionCount }));
process.exit(0);

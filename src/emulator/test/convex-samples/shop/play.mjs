import assert from "node:assert/strict";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";

const { shop } = anyApi;
const client = new ConvexClient(process.argv[2]);
const order = (customer, total) => client.mutation(shop.order, { customer, total });
assert.deepEqual([await order("ada", 10), await order("ada", 30), await order("ada", 5)], [true, true, false]);
assert.equal(await order("grace", 7), true);
await new Promise((resolve) =>
  client.onUpdate(shop.figures, {}, (figures) => {
    if (figures.mails === 3) {
      assert.deepEqual(figures, { count: 3, sum: 47, largest: 30, mails: 3 });
      resolve();
    }
  }),
);
await client.close();
console.log("shop passed");
process.exit(0);

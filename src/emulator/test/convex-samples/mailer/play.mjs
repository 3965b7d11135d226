import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";

const { letters, send } = anyApi;
const client = new ConvexClient(process.argv[2]);
const sent = await client.action(send.send, { to: "ada@example.com" });
// Nothing of the emulator's own environment: what is secret there stays there.
assert.deepEqual(sent, { before: 0, variables: ["CONVEX_CLOUD_URL", "CONVEX_SITE_URL", "SEAL"], size: 64 });
await assert.rejects(client.action(send.send, { to: "nobody" }), (error) => error.data.to === "nobody");
await assert.rejects(client.action(send.send, { to: 5 }), /ArgumentValidationError/);
const seal = createHmac("sha256", "wax").update("ada@example.com").digest("hex");
await new Promise((resolve) =>
  client.onUpdate(letters.list, {}, (list) => {
    if (list.length === 2) {
      assert.deepEqual(list, [{ to: "ada@example.com", seal }, { to: "archive 2", seal: "" }]);
      resolve();
    }
  }),
);
await client.close();
console.log("mailer passed");
process.exit(0);

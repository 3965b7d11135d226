// Verifies a webhook as a server of Clerk's customers does. Standard input holds its headers and body; what is printed is
// one line of JSON.
import { readFileSync } from "node:fs";
import { verifyWebhook } from "@clerk/backend/webhooks";

const { headers, body, secret } = JSON.parse(readFileSync(0, "utf8"));
const verified = (text) =>
  verifyWebhook(new Request("http://localhost/webhooks/clerk", { method: "POST", headers, body: text }), {
    signingSecret: secret,
  });

const event = await verified(body);
const altered = await verified(body + " ").then(() => "taken", () => "refused");
console.log(JSON.stringify({ type: event.type, name: event.data.first_name, object: event.object, altered }));

// Verifies a webhook as a server of Clerk's customers does. Standard input holds its headers and body; what is printed is
// one line of JSON.
import { readFileSync } from "node:fs";
import { verifyWebhook } from "@clerk/backend/webhooks";
import { Webhook } from "svix";

const { headers, body, secret } = JSON.parse(readFileSync(0, "utf8"));
const verified = (text) =>
  verifyWebhook(new Request("http://localhost/webhooks/clerk", { method: "POST", headers, body: text }), {
    signingSecret: secret,
  });

const event = await verified(body);
// Svix's own library reads it too, and signs a body of its own for the other side to check.
const svix = new Webhook(secret);
svix.verify(body, headers);
const name = JSON.parse(body).data.first_name;
const id = "msg_signed_by_svix";
const at = new Date();
const signed = { id, timestamp: `${Math.floor(at / 1000)}`, body: JSON.stringify({ told: "Zoë" }) };
signed.signature = svix.sign(id, at, signed.body);

const refuses = (check) => check.then(() => "taken", () => "refused");
const altered = await refuses(verified(body + " "));
const alteredForSvix = await refuses((async () => svix.verify(body + " ", headers))());
console.log(JSON.stringify({ type: event.type, name, object: event.object, altered, alteredForSvix, signed }));

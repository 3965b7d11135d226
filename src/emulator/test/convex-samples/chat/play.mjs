import assert from "node:assert/strict";
import { createServer } from "node:http";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";

const { chat } = anyApi;
const [ada, grace] = [new ConvexClient(process.argv[2]), new ConvexClient(process.argv[2])];
const channel = await ada.mutation(chat.join, { name: "general" });
assert.equal(await grace.mutation(chat.join, { name: "general" }), channel);

let seen = [];
const heard = new Promise((resolve) =>
  grace.onUpdate(chat.list, { channel }, (list) => {
    seen = list;
    if (list.length === 3 && list[0].likes === 1) resolve();
  }),
);
const first = await ada.mutation(chat.send, { channel, author: "Ada", body: "Hello world" });
await grace.mutation(chat.like, { message: first, by: "Grace" });
await grace.mutation(chat.like, { message: first, by: "Grace" });
await ada.mutation(chat.send, { channel, author: "Ada", body: "/echo back to you" });
await heard;
assert.deepEqual(seen.map((m) => `${m.author}: ${m.body} ${m.likes}`), [
  "Ada: Hello world 1",
  "Ada: /echo back to you 0",
  "bot: back to you 0",
]);
assert.deepEqual(await ada.query(chat.search, { channel, words: "wor" }), ["Hello world"]);
await assert.rejects(ada.mutation(chat.send, { channel, author: "Ada", body: " " }), (error) => error.data.code === "Empty");

const site = createServer((request, response) => response.end("from elsewhere"));
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${site.address().port}/`;
assert.equal(await ada.action(chat.shout, { channel, url }), "FROM ELSEWHERE");
site.close();
await Promise.all([ada.close(), grace.close()]);
console.log("chat passed");
process.exit(0);

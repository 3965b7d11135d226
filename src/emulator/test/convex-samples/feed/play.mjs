import assert from "node:assert/strict";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";

const { feed } = anyApi;
const client = new ConvexClient(process.argv[2]);
for (let rank = 1; rank <= 9; rank++) {
  await client.mutation(feed.post, { text: `post ${rank}`, rank });
}
const ask = (cursor, numItems = 3) => ({ above: 2, paginationOpts: { numItems, cursor } });
const seen = [];
let cursor = null;
for (;;) {
  const page = await client.query(feed.pages, ask(cursor));
  seen.push(...page.page);
  cursor = page.continueCursor;
  if (page.isDone) break;
}
assert.deepEqual(seen, [9, 8, 7, 6, 5, 4, 3].map((rank) => `post ${rank}`));

// A page that is followed keeps its end: what is posted in front of it makes it longer, not move.
let followed = [];
let grown;
// Followed before it grows: a first answer that has the new post already would be a page of three with another end. It is
// not asked for once more before, since the client would tell that answer, which it still knows, and go on.
const first = await new Promise((followedFirst) => {
  grown = new Promise((resolve) =>
    client.onUpdate(feed.pages, ask(null), (answer) => {
      followed = answer.page;
      followedFirst(answer);
      if (followed.length === 4) resolve();
    }),
  );
});
await client.mutation(feed.post, { text: "post 10", rank: 10 });
await grown;
assert.deepEqual(followed, ["post 10", ...first.page]);
assert.deepEqual((await client.query(feed.pages, ask(first.continueCursor))).page, ["post 6", "post 5", "post 4"]);

assert.deepEqual(await client.action(feed.similar, { to: [4, 1, 0], rank: 4 }), ["post 4", "post 5"]);
await client.close();
console.log("feed passed");
process.exit(0);

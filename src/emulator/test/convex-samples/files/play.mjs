import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";

const { photos } = anyApi;
const [, , url, site] = process.argv;
const client = new ConvexHttpClient(url);
const bytes = Buffer.from("hello, picture".repeat(1000));

const uploadUrl = await client.mutation(photos.uploadUrl, {});
const digest = `sha-256=${createHash("sha256").update(bytes).digest("base64")}`;
const uploaded = await fetch(uploadUrl, { method: "POST", headers: { "Content-Type": "image/x", Digest: digest }, body: bytes });
const { storageId } = await uploaded.json();
await client.mutation(photos.keep, { file: storageId, title: "first" });
const wrong = await fetch(uploadUrl, { method: "POST", headers: { Digest: "sha-256=AAAA" }, body: bytes });
assert.equal(wrong.status, 400);
assert.equal((await fetch(`${url}/api/storage/upload?token=made-up`, { method: "POST", body: "x" })).status, 401);

const [photo] = await client.query(photos.list, {});
assert.equal(photo.size, bytes.length);
assert.equal(photo.type, "image/x");
const served = await fetch(photo.url);
assert.equal(served.headers.get("content-type"), "image/x");
assert.deepEqual(Buffer.from(await served.arrayBuffer()), bytes);
const part = await fetch(photo.url, { headers: { Range: "bytes=7-13" } });
assert.equal(part.status, 206);
assert.equal(await part.text(), "picture");
assert.equal((await fetch(photo.url, { headers: { Range: "bytes=99999999-" } })).status, 416);

const count = await client.query(photos.counted, {});
await assert.rejects(client.mutation(photos.broken, {}), /broken/);
assert.equal(await client.query(photos.counted, {}), count);
assert.equal(await client.action(photos.copy, { file: storageId }), "hello");

const posted = await fetch(`${site}/upload?title=posted`, { method: "POST", headers: { "Content-Type": "text/plain" }, body: "from outside" });
assert.equal(posted.status, 201);
assert.equal(posted.headers.get("access-control-allow-origin"), "https://app.example");
assert.deepEqual(posted.headers.getSetCookie(), ["a=1", "b=2"]);
assert.deepEqual((await client.query(photos.list, {})).map((p) => p.title), ["first", "copy", "posted"]);
assert.equal(await (await fetch(`${site}/stream/a/b`)).text(), "a\nb\n");
assert.equal(await (await fetch(`${url}/http/stream/c`)).text(), "c\n");
const failed = await fetch(`${site}/fail`);
assert.equal(failed.status, 500);
assert.match((await failed.json()).code, /^\[Request ID: [0-9a-f]{16}\] Server Error: Uncaught Error: no luck$/);
const none = await fetch(`${site}/nowhere`);
assert.deepEqual([none.status, await none.text()], [404, "No matching routes found"]);

await client.mutation(photos.remove, { file: storageId });
assert.equal((await fetch(photo.url)).status, 404);
console.log("files passed");

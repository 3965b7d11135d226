import assert from "node:assert/strict";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";

const { todos } = anyApi;
const [, , url, tokens] = process.argv;
const person = (name) => {
  const client = new ConvexHttpClient(url);
  client.setAuth(JSON.parse(tokens)[name]);
  return client;
};
const [ada, grace] = [person("ada"), person("grace")];
await assert.rejects(new ConvexHttpClient(url).query(todos.mine, {}), /Not signed in/);
const id = await ada.mutation(todos.add, { text: "water the plants", priority: "high", due: 5 });
await ada.mutation(todos.add, { text: "read", priority: "low" });
await grace.mutation(todos.add, { text: "sleep", priority: "low" });
await assert.rejects(grace.mutation(todos.toggle, { id }), /Not yours/);
await assert.rejects(ada.mutation(todos.add, { text: "x", priority: "middle" }), /ArgumentValidationError/);
await ada.mutation(todos.toggle, { id });
assert.deepEqual(await ada.query(todos.mine, { done: true }), [{ text: "water the plants", done: true, due: null, name: "Ada" }]);
assert.equal((await ada.query(todos.mine, {})).length, 2);
assert.deepEqual(await grace.query(todos.mine, {}), [{ text: "sleep", done: false, due: null, name: "grace" }]);
console.log("todo passed");

// Tickets, browsers and templates of tokens, as a server of Clerk's customers uses them.
import assert from "node:assert/strict";
import { verifyToken } from "@clerk/backend";
import { clerk, issuer, refusal, secretKey } from "./journey.mjs";

const { users, sessions, clients, signInTokens, actorTokens, testingTokens, jwtTemplates } = clerk;
const ada = (await users.getUserList({ emailAddress: ["ada@example.com"] })).data[0];
const cookieOf = (answer) => answer.headers.get("set-cookie").match(/__client=([^;]+)/)[1];
const open = (url) => fetch(url.replace(/^https?:\/\/[^/]+/, issuer), { redirect: "manual" });

// A ticket signs in, once.
const ticket = await signInTokens.createSignInToken({ userId: ada.id, expiresInSeconds: 600 });
assert.equal(ticket.status, "pending");
const opened = await open(ticket.url);
assert.equal(opened.status, 303);
const client = await clients.verifyClient(cookieOf(opened));
assert.equal(client.sessions[0].userId, ada.id);
assert.equal(client.lastActiveSessionId, client.sessions[0].id);
assert.equal((await clients.getClient(client.id)).id, client.id);
assert.equal((await clients.getClientList({ limit: 1 })).data[0].id, client.id);
assert.equal((await open(ticket.url)).status, 410);
assert.deepEqual(await refusal(signInTokens.revokeSignInToken(ticket.id)), [400, "token_cannot_be_revoked"]);
const unused = await signInTokens.createSignInToken({ userId: ada.id });
assert.equal((await signInTokens.revokeSignInToken(unused.id)).status, "revoked");
assert.equal((await open(unused.url)).status, 410);
assert.deepEqual(await refusal(signInTokens.createSignInToken({ userId: "user_none" })), [404, "resource_not_found"]);
assert.deepEqual(await refusal(clients.verifyClient("nonsense")), [404, "resource_not_found"]);

// Somebody acts as Ada, and the token says so.
const grace = (await users.getUserList({ emailAddress: ["grace@example.com"] })).data[0];
const acting = await actorTokens.create({ userId: ada.id, actor: { sub: grace.id }, sessionMaxDurationInSeconds: 60 });
assert.equal(acting.actor.sub, grace.id);
const played = (await clients.verifyClient(cookieOf(await open(acting.url)))).sessions[0];
assert.equal(played.userId, ada.id);
assert.equal(played.actor.sub, grace.id);
assert.equal(played.expireAt - played.createdAt, 60_000);
const { jwt } = await sessions.getToken(played.id);
assert.equal((await verifyToken(jwt, { secretKey, apiUrl: issuer })).act.sub, grace.id);
assert.deepEqual(await refusal(actorTokens.create({ userId: ada.id, actor: {} })), [
  422, "form_param_missing", "actor.sub",
]);
const again = await actorTokens.create({ userId: ada.id, actor: { sub: grace.id } });
assert.equal((await actorTokens.revoke(again.id)).status, "revoked");

// The client has no class for it, so its fields keep their names.
const testing = await testingTokens.createTestingToken();
assert.ok(testing.token.includes("-c_") && testing.expires_at * 1000 > Date.now());

// Templates
const made = await jwtTemplates.create({ name: "mine", claims: { who: "{{user.first_name}}" }, lifetime: 120 });
assert.equal((await jwtTemplates.get(made.id)).name, "mine");
assert.deepEqual(await refusal(jwtTemplates.create({ name: "mine", claims: {} })), [
  422, "form_identifier_exists", "name",
]);
await jwtTemplates.update({ templateId: made.id, name: "yours", claims: { whose: "{{user.last_name}}" } });
const session = await sessions.createSession({ userId: ada.id });
const claims = await verifyToken((await sessions.getToken(session.id, "yours")).jwt, { secretKey, apiUrl: issuer });
assert.equal(claims.whose, "Lovelace");
assert.equal((await jwtTemplates.list({ paginated: true, limit: 1 })).totalCount, 2);
assert.equal((await jwtTemplates.delete(made.id)).deleted, true);
assert.deepEqual(await refusal(jwtTemplates.get(made.id)), [404, "resource_not_found"]);

console.log("done");

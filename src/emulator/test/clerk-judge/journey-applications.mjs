// OAuth applications, and signing in at one of them with nothing but what the answers say.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { clerk, issuer, refusal } from "./journey.mjs";

const { oauthApplications, users, signInTokens } = clerk;
const redirect = "http://localhost:3000/callback";
const application = await oauthApplications.create({
  name: "Mine", redirectUris: [redirect], scopes: "openid profile email offline_access",
});
assert.equal(application.isPublic, false);
assert.ok(application.clientSecret.length > 30);
assert.equal((await oauthApplications.get(application.id)).clientSecret, undefined);
assert.equal((await oauthApplications.list({ nameQuery: "min" })).data[0].id, application.id);
assert.deepEqual(await refusal(oauthApplications.create({ name: "X", redirectUris: ["nowhere"] })), [
  422, "form_param_format_invalid", "redirect_uris",
]);
assert.deepEqual(await refusal(oauthApplications.create({ name: "X", scopes: "everything" })), [
  422, "form_param_value_invalid", "scopes",
]);

// A browser in which Ada is signed in
const ada = (await users.getUserList({ emailAddress: ["ada@example.com"] })).data[0];
const ticket = await signInTokens.createSignInToken({ userId: ada.id });
const cookie = (await fetch(ticket.url.replace(/^https?:\/\/[^/]+/, issuer), { redirect: "manual" })).headers
  .get("set-cookie").split(";")[0];
const verifier = "a-verifier-of-at-least-43-characters-0123456789";
const challenge = createHash("sha256").update(verifier).digest("base64url");

async function authorize(client, changes = {}) {
  const query = new URLSearchParams({
    response_type: "code", client_id: client.clientId, redirect_uri: redirect, scope: "openid email offline_access",
    state: "state-0123456789", ...changes,
  });
  const answer = await fetch(`${issuer}/oauth/authorize?${query}`, { redirect: "manual", headers: { cookie } });
  const location = answer.headers.get("location");
  return { status: answer.status, params: location ? new URL(location).searchParams : new URLSearchParams() };
}

async function token(client, fields) {
  const body = new URLSearchParams({
    grant_type: "authorization_code", redirect_uri: redirect, client_id: client.clientId, ...fields,
  });
  const answer = await fetch(`${issuer}/oauth/token`, { method: "POST", body });
  return { status: answer.status, ...(await answer.json()) };
}
const claims = (jwt) => JSON.parse(Buffer.from(jwt.split(".")[1], "base64url"));

const { params } = await authorize(application);
const tokens = await token(application, { code: params.get("code"), client_secret: application.clientSecret });
assert.equal(claims(tokens.id_token).sub, ada.id);
assert.equal(claims(tokens.id_token).aud, application.clientId);
assert.equal(claims(tokens.id_token).email, "ada@example.com");

// Only where it is registered, and only what it may ask for
assert.equal((await authorize(application, { redirect_uri: "http://localhost:3000/elsewhere" })).status, 400);
assert.equal((await authorize(application, { scope: "openid public_metadata" })).params.get("error"), "invalid_scope");

// The old secret is worth nothing when there is a new one.
const rotated = await oauthApplications.rotateSecret(application.id);
assert.notEqual(rotated.clientSecret, application.clientSecret);
const second = (await authorize(application)).params.get("code");
assert.equal((await token(application, { code: second, client_secret: application.clientSecret })).error, "invalid_client");
const third = (await authorize(application)).params.get("code");
assert.equal((await token(application, { code: third, client_secret: rotated.clientSecret })).status, 200);
assert.equal(
  (await token(application, {
    grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_secret: rotated.clientSecret,
  })).status,
  200,
);

// A public application has no secret, and needs PKCE.
const open = await oauthApplications.create({ name: "Open", public: true, redirectUris: [redirect], scopes: "openid email" });
assert.equal(open.clientSecret, undefined);
assert.equal((await authorize(open, { scope: "openid" })).params.get("error"), "invalid_request");
const code = (
  await authorize(open, { scope: "openid", code_challenge: challenge, code_challenge_method: "S256" })
).params.get("code");
assert.equal((await token(open, { code, code_verifier: verifier })).status, 200);
assert.deepEqual(await refusal(oauthApplications.rotateSecret(open.id)), [403, "oauth_application_is_public"]);

const changed = await oauthApplications.update({ oauthApplicationId: application.id, name: "Yours", redirectUris: [] });
assert.deepEqual([changed.name, changed.redirectUris, changed.scopes.split(" ").length], ["Yours", [], 4]);
assert.equal((await authorize(application)).status, 400);
assert.equal((await oauthApplications.delete(application.id)).deleted, true);
assert.deepEqual(await refusal(oauthApplications.get(application.id)), [404, "resource_not_found"]);
assert.equal((await authorize(application)).status, 400);
assert.equal(
  (await token(application, {
    grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_secret: rotated.clientSecret,
  })).error,
  "invalid_client",
);

console.log("done");

// Who may come in, as a server of Clerk's customers says it.
import assert from "node:assert/strict";
import { clerk, issuer, refusal } from "./journey.mjs";

const { users, invitations, allowlistIdentifiers, blocklistIdentifiers, redirectUrls, domains, instance, clients } = clerk;
const open = (url) => fetch(url.replace(/^https?:\/\/[^/]+/, issuer), { redirect: "manual" });

// Who accepts an invitation becomes a person with its address and metadata, and is signed in.
const invitation = await invitations.createInvitation({
  emailAddress: "guest@example.com",
  publicMetadata: { plan: "pro" },
  redirectUrl: "http://localhost:3000/welcome",
});
assert.equal(invitation.status, "pending");
assert.deepEqual(await refusal(invitations.createInvitation({ emailAddress: "Guest@example.com" })), [
  400, "duplicate_record",
]);
assert.deepEqual(await refusal(invitations.createInvitation({ emailAddress: "ada@example.com" })), [
  422, "form_identifier_exists", "email_address",
]);
const opened = await open(invitation.url);
assert.equal(opened.headers.get("location"), "http://localhost:3000/welcome");
const token = opened.headers.get("set-cookie").match(/__client=([^;]+)/)[1];
const guest = await users.getUser((await clients.verifyClient(token)).sessions[0].userId);
assert.equal(guest.primaryEmailAddress.emailAddress, "guest@example.com");
assert.deepEqual(guest.publicMetadata, { plan: "pro" });
assert.equal((await open(invitation.url)).status, 410);
assert.deepEqual(await refusal(invitations.revokeInvitation(invitation.id)), [400, "invitation_already_accepted"]);
const many = await invitations.createInvitationBulk([
  { emailAddress: "one@example.com" },
  { emailAddress: "two@example.com", expiresInDays: 1, redirectUrl: "https://elsewhere.example/" },
]);
assert.equal((many.data ?? many).length, 2);
const pending = await invitations.getInvitationList({ status: "pending", query: "two@" });
const second = pending.data[0];
assert.equal(second.emailAddress, "two@example.com");
assert.equal((await open(second.url)).headers.get("location"), "/");
const first = (await invitations.getInvitationList({ query: "one@" })).data[0];
const revoked = await invitations.revokeInvitation(first.id);
assert.equal(revoked.status, "revoked");
assert.equal(revoked.revoked, true);
assert.equal((await open(first.url)).status, 410);
assert.equal((await invitations.getInvitationList({ orderBy: "+email_address" })).data[0].emailAddress, "guest@example.com");

// Lists
const friend = await allowlistIdentifiers.createAllowlistIdentifier({ identifier: "*@friends.example", notify: false });
assert.equal(friend.identifierType, "email_address");
assert.equal((await allowlistIdentifiers.getAllowlistIdentifierList()).data[0].id, friend.id);
assert.deepEqual(
  await refusal(allowlistIdentifiers.createAllowlistIdentifier({ identifier: "*@friends.example", notify: false })),
  [400, "duplicate_record"],
);
const foe = await blocklistIdentifiers.createBlocklistIdentifier({ identifier: "+12025550111" });
assert.equal(foe.identifierType, "phone_number");
assert.equal((await blocklistIdentifiers.getBlocklistIdentifierList()).totalCount, 1);
assert.equal((await blocklistIdentifiers.deleteBlocklistIdentifier(foe.id)).deleted, true);
const restrictions = await instance.updateRestrictions({ allowlist: true, blockEmailSubaddresses: true });
assert.equal(restrictions.allowlist, true);
assert.equal(restrictions.blocklist, false);
assert.equal((await instance.updateRestrictions({ allowlist: false })).blockEmailSubaddresses, true);
assert.equal((await allowlistIdentifiers.deleteAllowlistIdentifier(friend.id)).deleted, true);

// Addresses of applications, and the instance
const url = await redirectUrls.createRedirectUrl({ url: "myapp://callback" });
assert.equal((await redirectUrls.getRedirectUrl(url.id)).url, "myapp://callback");
assert.equal((await redirectUrls.getRedirectUrlList()).totalCount, 1);
assert.deepEqual(await refusal(redirectUrls.createRedirectUrl({ url: "nowhere" })), [
  422, "form_param_format_invalid", "url",
]);
assert.equal((await redirectUrls.deleteRedirectUrl(url.id)).deleted, true);
assert.deepEqual(await refusal(redirectUrls.getRedirectUrl(url.id)), [404, "resource_not_found"]);
await instance.update({ allowedOrigins: ["http://localhost:3000"], testMode: true });
assert.deepEqual((await instance.get()).allowedOrigins, ["http://localhost:3000"]);
assert.deepEqual(await refusal(instance.update({ nothingOfTheKind: true })), [
  422, "form_param_unknown", "nothing_of_the_kind",
]);
const known = await domains.list();
assert.equal(known.totalCount, 1);
assert.equal(known.data[0].frontendApiUrl, issuer);

console.log("done");

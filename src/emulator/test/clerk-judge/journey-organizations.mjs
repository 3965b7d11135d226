// Organizations, who belongs to them and who is invited, as a server of Clerk's customers uses them.
import assert from "node:assert/strict";
import { verifyToken } from "@clerk/backend";
import { clerk, issuer, refusal, secretKey } from "./journey.mjs";

const { users, organizations, sessions, clients, instance } = clerk;
const open = (url) => fetch(url.replace(/^https?:\/\/[^/]+/, issuer), { redirect: "manual" });
const person = async (email) => (await users.getUserList({ emailAddress: [email] })).data[0];
const ada = await person("ada@example.com");
const grace = await person("grace@example.com");
const linus = await person("linus@example.com");
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

// The organization itself
const acme = await organizations.createOrganization({ name: "Acme Corp.", createdBy: ada.id, privateMetadata: { a: 1 } });
assert.equal(acme.slug, "acme-corp");
assert.equal(acme.createdBy, ada.id);
assert.equal((await organizations.getOrganization({ slug: "acme-corp", includeMembersCount: true })).membersCount, 1);
assert.deepEqual(await refusal(organizations.createOrganization({ name: "Other", slug: "acme-corp" })), [
  422, "form_identifier_exists", "slug",
]);
assert.deepEqual(await refusal(organizations.createOrganization({ name: "Other", slug: "No Slug" })), [
  422, "form_param_format_invalid", "slug",
]);
assert.notEqual((await organizations.createOrganization({ name: "ACME Corp" })).slug, "acme-corp");
const renamed = await organizations.updateOrganization(acme.id, { name: "Acme", maxAllowedMemberships: 3 });
assert.equal(renamed.name, "Acme");
assert.deepEqual(renamed.privateMetadata, { a: 1 });
const merged = await organizations.updateOrganizationMetadata(acme.id, {
  publicMetadata: { plan: "pro" }, privateMetadata: { a: null, b: 2 },
});
assert.deepEqual([merged.publicMetadata, merged.privateMetadata], [{ plan: "pro" }, { b: 2 }]);
const replaced = await organizations.replaceOrganizationMetadata(acme.id, { privateMetadata: { c: 3 } });
assert.deepEqual([replaced.publicMetadata, replaced.privateMetadata], [{ plan: "pro" }, { c: 3 }]);
const pictured = await organizations.updateOrganizationLogo(acme.id, { file: new Blob([png], { type: "image/png" }) });
assert.equal(pictured.hasImage, true);
assert.equal((await fetch(pictured.imageUrl)).headers.get("content-type"), "image/png");
const drawn = await organizations.deleteOrganizationLogo(acme.id);
assert.equal(drawn.hasImage, false);
assert.equal((await fetch(drawn.imageUrl)).status, 200);
assert.equal((await fetch(pictured.imageUrl)).status, 404);
const list = await organizations.getOrganizationList({ query: "acme", orderBy: "+created_at", limit: 1 });
assert.deepEqual([list.data[0].id, list.totalCount], [acme.id, 2]);
assert.equal((await organizations.getOrganizationList({ userId: [ada.id] })).totalCount, 1);

// Members
const { id: organizationId } = acme;
const member = await organizations.createOrganizationMembership({ organizationId, userId: grace.id, role: "org:member" });
assert.deepEqual([member.role, member.publicUserData.identifier, member.organization.id], [
  "org:member", "grace@example.com", acme.id,
]);
assert.deepEqual(
  await refusal(organizations.createOrganizationMembership({ organizationId, userId: grace.id, role: "org:admin" })),
  [400, "already_a_member_in_organization"],
);
assert.deepEqual(
  await refusal(organizations.createOrganizationMembership({ organizationId, userId: linus.id, role: "org:boss" })),
  [422, "form_param_value_invalid", "role"],
);
const promoted = await organizations.updateOrganizationMembership({ organizationId, userId: grace.id, role: "org:admin" });
assert.ok(promoted.permissions.includes("org:sys_memberships:manage"));
const noted = await organizations.updateOrganizationMembershipMetadata({
  organizationId, userId: grace.id, publicMetadata: { desk: 7 },
});
assert.deepEqual(noted.publicMetadata, { desk: 7 });
const members = await organizations.getOrganizationMembershipList({ organizationId, orderBy: "+first_name" });
assert.deepEqual(members.data.map((one) => one.publicUserData.firstName), ["Ada", "Grace"]);
assert.equal((await organizations.getOrganizationMembershipList({ organizationId, query: "hopper" })).totalCount, 1);
assert.equal((await organizations.getOrganizationMembershipList({ organizationId, role: ["org:member"] })).totalCount, 0);
assert.equal((await organizations.getInstanceOrganizationMembershipList({})).totalCount, 2);
assert.equal((await users.getOrganizationMembershipList({ userId: grace.id })).data[0].organization.slug, "acme-corp");
assert.equal((await users.getUserList({ organizationId: [acme.id] })).totalCount, 2);
assert.equal((await users.getUserList({ organizationId: [`-${acme.id}`] })).totalCount, 1);

// Session tokens say for which organization, and in which role.
const session = await sessions.createSession({ userId: grace.id });
assert.equal(session.lastActiveOrganizationId, acme.id);
const claims = async (id) => verifyToken((await sessions.getToken(id)).jwt, { secretKey, apiUrl: issuer });
assert.deepEqual((await claims(session.id)).o, { id: acme.id, slg: "acme-corp", rol: "admin" });
await clerk.jwtTemplates.create({
  name: "team", claims: { team: "{{org.slug}}", role: "{{org.role}}", plan: "{{org.public_metadata.plan}}", no: "{{org.x}}" },
});
const team = await verifyToken((await sessions.getToken(session.id, "team")).jwt, { secretKey, apiUrl: issuer });
assert.deepEqual([team.team, team.role, team.plan, team.no], ["acme-corp", "org:admin", "pro", null]);
assert.deepEqual(await refusal(sessions.createSession({ userId: linus.id, activeOrganizationId: acme.id })), [
  404, "resource_not_found",
]);
const request = new Request("http://localhost/", {
  headers: { authorization: `Bearer ${(await sessions.getToken(session.id)).jwt}` },
});
const auth = (
  await clerk.authenticateRequest(request, { publishableKey: `pk_test_${Buffer.from("127.0.0.1$").toString("base64")}` })
).toAuth();
assert.deepEqual([auth.orgId, auth.orgRole, auth.has({ role: "org:admin" })], [acme.id, "org:admin", true]);

// Invitations
const invitation = await organizations.createOrganizationInvitation({
  organizationId, emailAddress: "new@example.com", role: "org:member", inviterUserId: ada.id,
  publicMetadata: { from: "invitation" },
});
assert.equal(invitation.status, "pending");
assert.deepEqual(
  await refusal(organizations.createOrganizationInvitation({
    organizationId, emailAddress: "New@example.com", role: "org:member",
  })),
  [400, "duplicate_record"],
);
const joined = await open(invitation.url);
const fresh = (await clients.verifyClient(joined.headers.get("set-cookie").match(/__client=([^;]+)/)[1])).sessions[0];
assert.deepEqual((await claims(fresh.id)).o, { id: acme.id, slg: "acme-corp", rol: "member" });
const newcomer = (await organizations.getOrganizationMembershipList({ organizationId, userId: [fresh.userId] })).data[0];
assert.deepEqual(newcomer.publicMetadata, { from: "invitation" });
assert.deepEqual(
  await refusal(organizations.createOrganizationMembership({ organizationId, userId: linus.id, role: "org:member" })),
  [403, "organization_membership_quota_exceeded"],
);
const [one, two] = (await organizations.createOrganizationInvitationBulk(organizationId, [
  { emailAddress: "one@example.com", role: "org:member" },
  { emailAddress: "linus@example.com", role: "org:admin" },
])).data;
assert.equal((await organizations.getOrganizationInvitation({ organizationId, invitationId: one.id })).id, one.id);
const revoked = await organizations.revokeOrganizationInvitation({ organizationId, invitationId: one.id });
assert.equal(revoked.status, "revoked");
assert.equal((await open(one.url)).status, 410);
const pending = await organizations.getOrganizationInvitationList({ organizationId, status: ["pending"] });
assert.deepEqual(pending.data.map((each) => each.id), [two.id]);
const linus_s = await users.getOrganizationInvitationList({ userId: linus.id });
assert.equal(linus_s.data[0].publicOrganizationData.slug, "acme-corp");

// Whoever leaves acts for it no more, and neither does anybody when it is gone.
await organizations.deleteOrganizationMembership({ organizationId, userId: grace.id });
assert.equal((await claims(session.id)).o, undefined);
assert.equal((await sessions.getSession(session.id)).lastActiveOrganizationId, null);
assert.equal((await organizations.deleteOrganization(acme.id)).deleted, true);
assert.equal((await claims(fresh.id)).o, undefined);
assert.deepEqual(await refusal(organizations.getOrganization({ organizationId })), [404, "resource_not_found"]);

// The roles, which nobody changes
const { organizationRoles, organizationPermissions } = clerk;
const roles = await organizationRoles.getOrganizationRoleList();
assert.deepEqual(roles.data.map((role) => role.key), ["org:admin", "org:member"]);
const boss = await organizationRoles.getOrganizationRole(roles.data[0].id);
assert.ok(boss.permissions.some((permission) => permission.key === "org:sys_memberships:manage"));
const permissions = await organizationPermissions.getOrganizationPermissionList({ query: "billing" });
assert.equal(permissions.totalCount, 2);
const billing = await organizationPermissions.getOrganizationPermission(permissions.data[0].id);
assert.equal(billing.key, permissions.data[0].key);
assert.deepEqual(await refusal(organizationRoles.getOrganizationRole("role_none")), [404, "resource_not_found"]);

// The instance's settings
assert.equal((await instance.getOrganizationSettings()).enabled, true);
const settings = await instance.updateOrganizationSettings({ maxAllowedMemberships: 9, enabled: false });
assert.deepEqual([settings.enabled, settings.maxAllowedMemberships], [false, 9]);
assert.deepEqual(await refusal(organizations.getOrganizationList({})), [403, "organization_not_enabled_in_instance"]);

console.log("done");

// Passwords, addresses, telephone numbers and linked accounts, as a server of Clerk's customers uses them.
import assert from "node:assert/strict";
import { clerk, refusal } from "./journey.mjs";

const { users, emailAddresses, phoneNumbers, sessions } = clerk;

const person = await users.createUser({
  emailAddress: ["rosa@example.com", "parks@example.com"],
  phoneNumber: ["+1 (202) 555-0123"],
  emailAddressIdentificationStatus: ["verified", "reserved"],
  password: "correct horse",
  firstName: "Rosa",
});
assert.equal(person.passwordEnabled, true);
assert.equal(person.primaryEmailAddress.emailAddress, "rosa@example.com");
assert.equal(person.primaryEmailAddress.verification.strategy, "admin");
assert.equal(person.emailAddresses[1].verification, null);
assert.equal(person.primaryPhoneNumber.phoneNumber, "+12025550123");
assert.equal(typeof person.raw.password_last_updated_at, "number");
assert.equal(JSON.stringify(person.raw).includes("$2"), false);

// Passwords
assert.equal((await users.verifyPassword({ userId: person.id, password: "correct horse" })).verified, true);
assert.deepEqual(await refusal(users.verifyPassword({ userId: person.id, password: "wrong horse" })), [
  422, "form_password_incorrect", "password",
]);
assert.deepEqual(await refusal(users.createUser({ password: "short" })), [
  422, "form_password_length_too_short", "password",
]);
assert.deepEqual(await refusal(users.createUser({ password: "x".repeat(73) })), [
  422, "form_password_length_too_long", "password",
]);
const session = await sessions.createSession({ userId: person.id });
await users.updateUser(person.id, { password: "1234", skipPasswordChecks: true, signOutOfOtherSessions: true });
assert.equal((await users.verifyPassword({ userId: person.id, password: "1234" })).verified, true);
assert.equal((await sessions.getSession(session.id)).status, "revoked");
for (const [hasher, digest, password] of [
  ["bcrypt", "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", null],
  ["md5", "5f4dcc3b5aa765d61d8327deb882cf99", "password"],
  ["sha256", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", "password"],
  ["pbkdf2_sha256_django", "pbkdf2_sha256$1$salt$Eg+2z/z4syxD52UfJ5Rz5yVqX4sXgmGPvvjOqvnlbBY=", null],
]) {
  const moved = await users.createUser({ passwordDigest: digest, passwordHasher: hasher });
  assert.equal(moved.passwordEnabled, true);
  assert.deepEqual(await refusal(users.verifyPassword({ userId: moved.id, password: "another one" })), [
    422, "form_password_incorrect", "password",
  ]);
  if (password) {
    assert.equal((await users.verifyPassword({ userId: moved.id, password })).verified, true);
  }
}
assert.deepEqual(await refusal(users.createUser({ passwordDigest: "nonsense", passwordHasher: "bcrypt" })), [
  422, "form_password_digest_invalid", "password_digest",
]);
assert.deepEqual(await refusal(users.createUser({ passwordDigest: "5f4dcc3b5aa765d61d8327deb882cf99" })), [
  422, "form_param_missing", "password_hasher",
]);
const without = await users.createUser({ firstName: "Nobody" });
assert.deepEqual(await refusal(users.verifyPassword({ userId: without.id, password: "x" })), [400, "no_password_set"]);

// Addresses
const work = await emailAddresses.createEmailAddress({ userId: person.id, emailAddress: "rosa@work.example" });
assert.equal(work.verification, null);
assert.equal((await users.getUser(person.id)).primaryEmailAddress.emailAddress, "rosa@example.com");
const verified = await emailAddresses.updateEmailAddress(work.id, { verified: true, primary: true });
assert.equal(verified.verification.status, "verified");
assert.equal((await users.getUser(person.id)).primaryEmailAddressId, work.id);
assert.equal((await emailAddresses.getEmailAddress(work.id)).emailAddress, "rosa@work.example");
assert.deepEqual(
  await refusal(emailAddresses.createEmailAddress({ userId: without.id, emailAddress: "Rosa@Work.example" })),
  [422, "form_identifier_exists", "email_address"],
);
assert.equal((await emailAddresses.deleteEmailAddress(work.id)).deleted, true);
assert.equal((await users.getUser(person.id)).primaryEmailAddress.emailAddress, "rosa@example.com");
assert.deepEqual(await refusal(emailAddresses.getEmailAddress(work.id)), [404, "resource_not_found"]);
const only = await users.replaceUserEmailAddress(person.id, { emailAddress: "only@example.com" });
assert.equal(only.verification.strategy, "admin");
assert.deepEqual((await users.getUser(person.id)).emailAddresses.map((email) => email.id), [only.id]);

// Telephone numbers
const mobile = await phoneNumbers.createPhoneNumber({ userId: person.id, phoneNumber: "+12025550124", verified: true });
await phoneNumbers.updatePhoneNumber(mobile.id, { primary: true });
assert.equal((await users.getUser(person.id)).primaryPhoneNumberId, mobile.id);
assert.equal((await phoneNumbers.getPhoneNumber(mobile.id)).verification.status, "verified");
assert.equal((await users.getUserList({ phoneNumber: ["+12025550124"] })).data[0].id, person.id);
assert.equal((await users.getUserList({ phoneNumber: ["+12025550199"] })).totalCount, 0);
assert.deepEqual(await refusal(phoneNumbers.createPhoneNumber({ userId: person.id, phoneNumber: "0123" })), [
  422, "form_param_format_invalid", "phone_number",
]);
assert.equal((await phoneNumbers.deletePhoneNumber(mobile.id)).deleted, true);
assert.equal((await users.replaceUserPhoneNumber(person.id, { phoneNumber: "+12025550125" })).phoneNumber, "+12025550125");

// Accounts elsewhere
const ada = (await users.getUserList({ emailAddress: ["ada@example.com"] })).data[0];
const tokens = await users.getUserOauthAccessToken(ada.id, "google");
assert.equal(tokens.totalCount, 1);
assert.equal(tokens.data[0].externalAccountId, ada.externalAccounts[0].id);
assert.equal((await users.getUserOauthAccessToken(ada.id, "github")).totalCount, 0);
assert.deepEqual(await refusal(users.replaceUserEmailAddress(ada.id, { emailAddress: "x@example.com" })), [
  400, "form_param_value_invalid",
]);
await users.deleteUserExternalAccount({ userId: ada.id, externalAccountId: ada.externalAccounts[0].id });
assert.equal((await users.getUser(ada.id)).externalAccounts.length, 0);

console.log("done");

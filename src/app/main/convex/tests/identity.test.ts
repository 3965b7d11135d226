import { describe, expect, test } from "vitest";
import { api, internal } from "../convex/_generated/api";
import { ada, clerkSays, deployment, grace, people, refusal } from "./deployment";

const changes = [
  ["updateProfile", api.users.updateProfile],
  ["updateOnboardingData", api.users.updateOnboardingData],
  ["completeOnboarding", api.users.completeOnboarding],
] as const;

describe("current", () => {
  test("gives null to somebody who is not signed in", async () => {
    expect(await deployment().query(api.users.current, {})).toBeNull();
  });

  test("gives null to somebody who is not known yet", async () => {
    expect(await deployment().withIdentity(ada()).query(api.users.current, {})).toBeNull();
  });

  test("gives the caller and nobody else", async () => {
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.users.getOrCreate, {});
    await t.withIdentity(grace()).mutation(api.users.getOrCreate, {});

    const found = await t.withIdentity(grace()).query(api.users.current, {});

    expect(found?.externalId).toBe("user_grace");
  });

  test.each(["banned", "deleted"])("gives null to somebody %s", async (state) => {
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.users.getOrCreate, {});
    await (state === "banned"
      ? clerkSays(t, { banned: true })
      : t.mutation(internal.users.deleteFromClerk, { id: "user_ada" }));

    expect(await t.withIdentity(ada()).query(api.users.current, {})).toBeNull();
  });
});

describe("getOrCreate", () => {
  test("creates the person from the token's claims", async () => {
    const made = await deployment().withIdentity(ada()).mutation(api.users.getOrCreate, {});

    expect(made).toMatchObject({
      externalId: "user_ada",
      tokenIdentifier: "https://clerk.test|user_ada",
      email: "ada@example.com",
      username: "ada_l",
      first_name: "Ada",
      last_name: "Lovelace",
      image_url: "https://img.clerk.com/ada",
      interests: [],
      localIds: [],
    });
    expect(made.createdAt).toBe(made.updatedAt);
  });

  test("takes the nickname where no preferred username is claimed, and skips empty claims", async () => {
    const claims = ada({ preferredUsername: undefined, nickname: "countess", givenName: "", familyName: " " });

    const made = await deployment().withIdentity(claims).mutation(api.users.getOrCreate, {});

    expect(made.username).toBe("countess");
    expect(made).not.toHaveProperty("first_name");
    expect(made).not.toHaveProperty("last_name");
  });

  test("gives the same row again and keeps what the person changed since", async () => {
    const t = deployment().withIdentity(ada());
    await t.mutation(api.users.getOrCreate, {});
    await t.mutation(api.users.updateProfile, { first_name: "Augusta" });

    const again = await t.mutation(api.users.getOrCreate, {});

    expect(again.first_name).toBe("Augusta");
    expect(await people(t)).toHaveLength(1);
  });

  test("makes one row when the first calls come at once", async () => {
    const t = deployment().withIdentity(ada());

    await Promise.all([1, 2, 3].map(() => t.mutation(api.users.getOrCreate, {})));

    expect(await people(t)).toHaveLength(1);
  });

  test("finds the row that Clerk's webhook made first", async () => {
    const t = deployment();
    await clerkSays(t, { username: "ada_l" });

    const found = await t.withIdentity(ada()).mutation(api.users.getOrCreate, {});

    expect(found.clerkUpdatedAt).toBe(1000);
    expect(await people(t)).toHaveLength(1);
  });

  test("revives nobody who was deleted", async () => {
    const t = deployment();
    await t.mutation(internal.users.deleteFromClerk, { id: "user_ada" });

    await refusal(t.withIdentity(ada()).mutation(api.users.getOrCreate, {}), { code: "AccountDeleted" });
  });

  test("takes no arguments", async () => {
    const call = deployment().withIdentity(ada()).mutation(api.users.getOrCreate, { externalId: "user_grace" } as {});

    await expect(call).rejects.toThrow(/extra field|externalId/);
  });
});

describe.each(changes)("%s", (_name, change) => {
  test("refuses somebody who is not signed in", async () => {
    await refusal(deployment().mutation(change, { first_name: "Eve" }), { code: "NotSignedIn" });
  });

  test("refuses somebody banned", async () => {
    const t = deployment();
    await clerkSays(t, { banned: true });

    await refusal(t.withIdentity(ada()).mutation(change, { first_name: "Eve" }), { code: "AccountBanned" });
  });

  test("refuses somebody deleted", async () => {
    const t = deployment();
    await t.mutation(internal.users.deleteFromClerk, { id: "user_ada" });

    await refusal(t.withIdentity(ada()).mutation(change, { first_name: "Eve" }), { code: "AccountDeleted" });
  });

  test("serves somebody whose ban was lifted", async () => {
    const t = deployment();
    await clerkSays(t, { banned: true });
    await clerkSays(t, { banned: false, updated_at: 2000 });

    const row = await t.withIdentity(ada()).mutation(change, { first_name: "Augusta" });

    expect(row.first_name).toBe("Augusta");
  });

  test("creates somebody who was never seen", async () => {
    const row = await deployment().withIdentity(ada()).mutation(change, { last_name: "King" });

    expect(row).toMatchObject({ externalId: "user_ada", first_name: "Ada", last_name: "King" });
  });

  test("changes the caller alone", async () => {
    const t = deployment();
    await t.withIdentity(grace()).mutation(api.users.getOrCreate, {});

    await t.withIdentity(ada()).mutation(change, { first_name: "Augusta" });

    const rows = await people(t);
    expect(rows.find((row) => row.externalId === "user_grace")).not.toHaveProperty("first_name");
  });
});

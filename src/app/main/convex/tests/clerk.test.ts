import { describe, expect, test } from "vitest";
import { api, internal } from "../convex/_generated/api";
import { ada, clerkSays, deployment, people } from "./deployment";

const full = {
  username: "ada_l",
  first_name: "Ada",
  last_name: "Lovelace",
  image_url: "https://img.clerk.com/ada",
  email: "ada@example.com",
  banned: false,
};

describe("upsertFromClerk", () => {
  test("creates somebody who never signed in here", async () => {
    const t = deployment();

    expect(await clerkSays(t, full)).toBe("created");

    const [row] = await people(t);
    expect(row).toMatchObject({ ...full, externalId: "user_ada", clerkUpdatedAt: 1000, interests: [] });
    expect(row.tokenIdentifier).toBe("https://clerk.test|user_ada");
  });

  test("wins on what Clerk keeps, and leaves the interests", async () => {
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.users.updateProfile, { username: "mine", interests: ["maths"] });

    expect(await clerkSays(t, { ...full, username: "clerks" })).toBe("updated");

    const [row] = await people(t);
    expect(row).toMatchObject({ username: "clerks", interests: ["maths"] });
  });

  test("takes interests from elsewhere for somebody new, never over their own", async () => {
    const t = deployment();
    await clerkSays(t, { ...full, interests: ["maths"] });

    await clerkSays(t, { ...full, interests: ["poetry"], updated_at: 2000 });

    const [row] = await people(t);
    expect(row.interests).toEqual(["maths"]);
  });

  test("clears what is null and leaves what is absent", async () => {
    const t = deployment();
    await clerkSays(t, full);

    await clerkSays(t, { last_name: null, updated_at: 2000 });

    const [row] = await people(t);
    expect(row).not.toHaveProperty("last_name");
    expect(row.first_name).toBe("Ada");
  });

  test("ignores a state older than the one it has", async () => {
    const t = deployment();
    await clerkSays(t, { ...full, first_name: "New", updated_at: 2000 });

    expect(await clerkSays(t, { ...full, first_name: "Old", updated_at: 1999 })).toBe("ignored");

    const [row] = await people(t);
    expect(row).toMatchObject({ first_name: "New", clerkUpdatedAt: 2000 });
  });

  test("ends in the same state in whatever order the messages come", async () => {
    const states = [1, 2, 3].map((n) => ({ ...full, first_name: `Ada ${n}`, updated_at: n * 1000 }));
    const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    for (const order of orders) {
      const t = deployment();
      for (const i of order) {
        await clerkSays(t, states[i]);
      }
      expect((await people(t))[0]).toMatchObject({ first_name: "Ada 3", clerkUpdatedAt: 3000 });
    }
  });

  test("ignores a repeat, and does not touch updatedAt", async () => {
    const t = deployment();
    await clerkSays(t, full);
    const before = await people(t);

    expect(await clerkSays(t, full)).toBe("ignored");

    expect(await people(t)).toEqual(before);
  });

  test("moves Clerk's time alone when nothing that is kept has changed", async () => {
    const t = deployment();
    await clerkSays(t, full);
    const [before] = await people(t);

    expect(await clerkSays(t, { ...full, updated_at: 5000 })).toBe("ignored");

    expect(await people(t)).toEqual([{ ...before, clerkUpdatedAt: 5000 }]);
  });

  test("puts a drift right although Clerk itself did not change", async () => {
    const t = deployment();
    await clerkSays(t, full);
    await t.withIdentity(ada()).mutation(api.users.updateProfile, { username: "taken" });

    expect(await clerkSays(t, full)).toBe("updated");

    expect((await people(t))[0].username).toBe("ada_l");
  });

  test("never revives somebody deleted", async () => {
    const t = deployment();
    await clerkSays(t, full);
    await t.mutation(internal.users.deleteFromClerk, { id: "user_ada", at: 2000 });

    expect(await clerkSays(t, { ...full, updated_at: 9000 })).toBe("ignored");

    expect((await people(t))[0].deletedAt).toBe(2000);
  });
});

describe("deleteFromClerk", () => {
  test("leaves a tombstone", async () => {
    const t = deployment();
    await clerkSays(t, full);

    expect(await t.mutation(internal.users.deleteFromClerk, { id: "user_ada", at: 2000 })).toBe("deleted");

    expect((await people(t))[0]).toMatchObject({ externalId: "user_ada", deletedAt: 2000 });
  });

  test("leaves a tombstone for somebody whose creation has not arrived", async () => {
    const t = deployment();
    expect(await t.mutation(internal.users.deleteFromClerk, { id: "user_ada" })).toBe("deleted");

    expect(await clerkSays(t, full)).toBe("ignored");

    const rows = await people(t);
    expect(rows).toHaveLength(1);
    expect(rows[0].deletedAt).toBeTypeOf("number");
  });

  test("keeps the first time when it is told again", async () => {
    const t = deployment();
    await t.mutation(internal.users.deleteFromClerk, { id: "user_ada", at: 2000 });

    expect(await t.mutation(internal.users.deleteFromClerk, { id: "user_ada", at: 3000 })).toBe("ignored");

    expect((await people(t))[0].deletedAt).toBe(2000);
  });
});

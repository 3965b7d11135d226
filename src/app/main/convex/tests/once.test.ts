import { afterEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../convex/_generated/api";
import { ada, clerkSays, deployment, grace, operations, people, refusal } from "./deployment";

describe("an operation id", () => {
  test("makes a repeat answer the first result without a second effect", async () => {
    const t = deployment().withIdentity(ada());
    const first = await t.mutation(api.users.updateProfile, { opId: "op-1", first_name: "Augusta" });
    await t.mutation(api.users.updateProfile, { opId: "op-2", first_name: "Byron" });

    const repeat = await t.mutation(api.users.updateProfile, { opId: "op-1", first_name: "Augusta" });

    expect(repeat).toEqual(first);
    expect((await t.query(api.users.current, {}))?.first_name).toBe("Byron");
    expect(await operations(t)).toHaveLength(2);
  });

  test("acts once when the same call comes several times at once", async () => {
    const t = deployment().withIdentity(ada());
    const calls = [1, 2, 3, 4].map(() => t.mutation(api.users.completeOnboarding, { opId: "op-1", username: "newuser" }));

    const answers = await Promise.all(calls);

    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
    expect(await operations(t)).toHaveLength(1);
    expect(await people(t)).toHaveLength(1);
  });

  test("is one person's own", async () => {
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.users.updateProfile, { opId: "op-1", first_name: "Augusta" });

    const other = await t.withIdentity(grace()).mutation(api.users.updateProfile, { opId: "op-1", first_name: "Amazing" });

    expect(other).toMatchObject({ externalId: "user_grace", first_name: "Amazing" });
  });

  test("is not kept when the call was refused, so that a corrected call may use it", async () => {
    const t = deployment().withIdentity(ada());
    await refusal(t.mutation(api.users.updateProfile, { opId: "op-1", username: "x" }), { code: "InvalidUsername" });

    const row = await t.mutation(api.users.updateProfile, { opId: "op-1", username: "longer" });

    expect(row.username).toBe("longer");
  });

  test("cannot be used for another function", async () => {
    const t = deployment().withIdentity(ada());
    await t.mutation(api.users.updateProfile, { opId: "op-1", first_name: "Augusta" });

    await refusal(t.mutation(api.users.linkLocalId, { opId: "op-1", localId: "device-1" }), { code: "OpIdReused" });
  });

  test.each(["", " ", "x".repeat(65)])("must not be %j", async (opId) => {
    await refusal(deployment().withIdentity(ada()).mutation(api.users.updateProfile, { opId }), {
      code: "InvalidOpId",
      field: "opId",
    });
  });

  test("gives nothing away to somebody who was banned since", async () => {
    const t = deployment();
    const call = () => t.withIdentity(ada()).mutation(api.users.updateProfile, { opId: "op-1", first_name: "Augusta" });
    await call();
    await clerkSays(t, { banned: true });

    await refusal(call(), { code: "AccountBanned" });
  });

  test("serves what comes from Clerk as well", async () => {
    const t = deployment();
    expect(await clerkSays(t, { username: "ada_l" }, "evt-1")).toBe("created");

    expect(await clerkSays(t, { username: "ada_l" }, "evt-1")).toBe("created");
    expect(await operations(t)).toHaveLength(1);
  });
});

describe("operation ids", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("are forgotten after ninety days, however many there are", async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
    const t = deployment();
    for (let i = 0; i < 450; i++) {
      await t.withIdentity(ada()).mutation(api.users.updateProfile, { opId: `old-${i}`, first_name: "Augusta" });
    }
    vi.setSystemTime(Date.UTC(2026, 1, 1));
    await t.withIdentity(ada()).mutation(api.users.updateProfile, { opId: "new", first_name: "Ada" });
    vi.setSystemTime(Date.UTC(2026, 3, 2));

    await t.mutation(internal.operations.forget, {});
    await t.finishAllScheduledFunctions(vi.runAllTimers);

    expect((await operations(t)).map((operation) => operation.opId)).toEqual(["new"]);
  });

  test("stay for ninety days", async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.users.updateProfile, { opId: "op-1", first_name: "Augusta" });
    vi.setSystemTime(Date.UTC(2026, 2, 31));

    expect(await t.mutation(internal.operations.forget, {})).toBe(0);

    expect(await operations(t)).toHaveLength(1);
  });
});

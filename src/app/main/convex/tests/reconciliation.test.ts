import { describe, expect, test } from "vitest";
import { api, internal } from "../convex/_generated/api";
import { ada, clerkSays, deployment, refusal } from "./deployment";

describe("what is compared", () => {
  test("finds the asked, tombstones included, and leaves out whom nobody knows", async () => {
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.users.updateProfile, { interests: ["maths"] });
    await clerkSays(t, { id: "user_grace", first_name: "Grace", banned: true, updated_at: 7000 });
    await t.mutation(internal.users.deleteFromClerk, { id: "user_gone", at: 1 });

    const rows = await t.query(internal.reconciliation.byIds, {
      ids: ["user_grace", "user_nobody", "user_ada", "user_gone"],
    });

    const found = new Map(rows.map((row) => [row.id, row]));
    expect([...found.keys()].sort()).toEqual(["user_ada", "user_gone", "user_grace"]);
    expect(found.get("user_ada")).toMatchObject({ username: "ada_l", interests: ["maths"], clerk_updated_at: null });
    expect(found.get("user_grace")).toMatchObject({
      first_name: "Grace",
      last_name: null,
      banned: true,
      clerk_updated_at: 7000,
      deleted: false,
    });
    expect(found.get("user_gone")).toMatchObject({ deleted: true });
  });

  test("refuses more ids than one query reads", async () => {
    const ids = Array.from({ length: 501 }, (_, i) => `user_${i}`);

    await refusal(deployment().query(internal.reconciliation.byIds, { ids }), { code: "TooManyIds" });
  });

  test("goes through all people page by page, each once", async () => {
    const t = deployment();
    for (const id of ["user_d", "user_B", "user_a", "user_c", "user_A"]) {
      await clerkSays(t, { id });
    }

    const seen: string[] = [];
    for (;;) {
      const rows = await t.query(internal.reconciliation.page, { after: seen.at(-1) ?? "", limit: 2 });
      if (rows.length === 0) {
        break;
      }
      seen.push(...rows.map((row) => row.id));
    }

    expect(seen).toEqual(["user_A", "user_B", "user_a", "user_c", "user_d"]);
  });
});

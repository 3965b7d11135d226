import { describe, expect, test, vi } from "vitest";
import { api, internal } from "../convex/_generated/api";
import { ada, deployment, grace, refusal, type Deployment } from "./deployment";

const phone = "aaaaaaaa";
const laptop = "bbbbbbbb";
let opIds = 0;

/** A stamp of this device at so many milliseconds after the beginning of 2026. */
function stamp(millis: number, device = phone) {
  return `${(1767225600000 + millis).toString(16).padStart(12, "0")}-0000-${device}`;
}

function upsert(table: string, clientId: string, fields: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { opId: `op-${opIds++}`, table, clientId, kind: "upsert" as const, fields, base: 0, stamp: stamp(opIds), ...more };
}

function task(clientId: string, text: string, more: Record<string, unknown> = {}) {
  return upsert("tasks", clientId, { text, isCompleted: false }, more);
}

async function push(t: Pick<Deployment, "mutation">, ...ops: ReturnType<typeof upsert>[]) {
  return (await t.mutation(api.sync.pushChanges, { ops: ops as any })).answers;
}

function since(t: Pick<Deployment, "query">, table: string, cursor: string | null, limit?: number) {
  return t.query(api.sync.getChangesSince, { table, cursor, ...(limit === undefined ? {} : { limit }) });
}

describe("pushing", () => {
  test("makes, changes and deletes a record, and tells of each what it is now", async () => {
    const t = deployment().withIdentity(ada());
    const [made] = await push(t, task("t1", "Buy milk"));
    expect(made).toMatchObject({ status: "applied", row: { clientId: "t1", revision: 1, fields: { text: "Buy milk" } } });
    const [done] = await push(t, upsert("tasks", "t1", { isCompleted: true }, { base: 1 }));
    expect(done!.row).toMatchObject({ revision: 2, fields: { text: "Buy milk", isCompleted: true }, deleted: false });
    const [gone] = await push(t, { ...upsert("tasks", "t1", {}, { base: 2 }), kind: "delete" as any });
    expect(gone).toMatchObject({ row: { revision: 3, deleted: true }, conflict: null });
  });

  test("makes a record again that was forgotten, newer than its deletion was", async () => {
    const whole = deployment();
    const t = whole.withIdentity(ada());
    await push(t, task("a", "A"));
    await push(t, upsert("tasks", "a", { text: "AA" }, { base: 1 }));
    const [gone] = await push(t, { ...upsert("tasks", "a", {}, { base: 2 }), kind: "delete" as any });
    await whole.run(async (ctx) => {
      const [row] = await ctx.db.query("tasks").withIndex("by_client", (q) => q.eq("ownerId", "user_ada").eq("clientId", "a")).collect();
      await ctx.db.delete(row!._id);
    });
    const [again] = await push(t, task("a", "Offline for long", { base: 1 }));
    expect(again!.row!.revision).toBeGreaterThan(gone!.row!.revision);
  });

  test("tells what a change replaced and what of it lost", async () => {
    const t = deployment().withIdentity(ada());
    await push(t, upsert("workspaces", "w", { name: "a", path: "/a" }, { stamp: stamp(1) }));
    await push(t, upsert("workspaces", "w", { path: "/laptop" }, { base: 1, stamp: stamp(10, laptop) }));
    await push(t, upsert("workspaces", "w", { name: "laptop's" }, { base: 2, stamp: stamp(90, laptop) }));
    const [mixed] = await push(t, upsert("workspaces", "w", { name: "phone's", path: "/phone" }, { base: 1, stamp: stamp(50) }));
    expect(mixed!.conflict).toEqual({ winner: "server", lost: { name: "phone's" }, replaced: { path: "/laptop" } });
  });

  test("keeps the order of one device's edits whose clock is far ahead", async () => {
    const t = deployment().withIdentity(ada());
    // One call is one moment in Convex.
    vi.useFakeTimers({ toFake: ["Date"] });
    const ahead = (more: number) => `${(Date.now() + 60 * 60 * 1000 + more).toString(16).padStart(12, "0")}-0000-${phone}`;
    await push(t, upsert("workspaces", "w", { path: "/a", name: "a" }));
    const answers = await push(
      t,
      { ...upsert("workspaces", "w", {}, { base: 1, stamp: ahead(0) }), kind: "delete" as any },
      { ...upsert("workspaces", "w", {}, { base: 1, stamp: ahead(1) }), kind: "restore" as any },
      upsert("workspaces", "w", { name: "b" }, { base: 1, stamp: ahead(2) }),
      upsert("workspaces", "w", { name: "c" }, { base: 1, stamp: ahead(3) }),
    );
    vi.useRealTimers();
    expect(answers.map((answer) => answer.conflict)).toEqual([null, null, null, null]);
    expect(answers.at(-1)!.row).toMatchObject({ deleted: false, fields: { name: "c" } });
  });

  test("has one effect however often it is sent, and gives the first answer", async () => {
    const t = deployment().withIdentity(ada());
    const once = task("t1", "Once");
    const first = await push(t, once);
    await push(t, upsert("tasks", "t1", { text: "Later" }, { base: 1 }));
    expect(await push(t, once)).toEqual(first);
    expect((await since(t, "tasks", null)).rows).toMatchObject([{ fields: { text: "Later" }, revision: 2 }]);
  });

  test("refuses one record's changes and carries out all others", async () => {
    const t = deployment().withIdentity(ada());
    const answers = await push(
      t, task("a", ""), upsert("tasks", "a", { text: "after" }), task("b", "fine"), upsert("nothing", "c", {}),
      upsert("tasks", "d", { text: "no flag" }), upsert("tasks", "e", { text: "x", isCompleted: false, colour: "red" }),
    );
    expect(answers.map((answer) => [answer.status, answer.refusal?.code, answer.refusal?.field])).toEqual([
      ["refused", "InvalidField", "text"],
      ["blocked", undefined, undefined],
      ["applied", undefined, undefined],
      ["refused", "UnknownTable", "table"],
      ["refused", "MissingField", "isCompleted"],
      ["refused", "UnknownField", "colour"],
    ]);
  });

  test("keeps people apart, also where they use the same ids", async () => {
    const whole = deployment();
    const [a, g] = [whole.withIdentity(ada()), whole.withIdentity(grace())];
    const same = task("t1", "Ada's");
    await push(a, same);
    await push(g, { ...same, fields: { text: "Grace's", isCompleted: false } });
    expect((await since(a, "tasks", null)).rows).toMatchObject([{ fields: { text: "Ada's" } }]);
    expect((await since(g, "tasks", null)).rows).toMatchObject([{ fields: { text: "Grace's" } }]);
    await refusal(push(whole, same), { code: "NotSignedIn" });
  });

  test("tells a client of another protocol to update", async () => {
    const t = deployment().withIdentity(ada());
    await refusal(t.mutation(api.sync.pushChanges, { protocol: 0, ops: [] }), { code: "ProtocolTooOld" });
    await refusal(t.query(api.sync.heads, { protocol: 2 }), { code: "ProtocolTooNew" });
  });
});

describe("many records of one table", () => {
  function bulk(t: Pick<Deployment, "mutation">, table: string, ...ops: ReturnType<typeof upsert>[]) {
    return t.mutation(api.sync.bulkUpsert, { table, ops: ops.map(({ table: _, ...op }) => op) as any });
  }

  test("are carried out once, whichever function sends them again, and one refused keeps none back", async () => {
    const t = deployment().withIdentity(ada());
    const ops = [task("a", "one"), task("b", ""), task("c", "three")];
    const { answers } = await bulk(t, "tasks", ...ops);
    expect(answers.map((answer) => answer.status)).toEqual(["applied", "refused", "applied"]);
    expect((await bulk(t, "tasks", ...ops)).answers).toEqual(answers);
    expect(await push(t, ...ops)).toEqual(answers);
    expect((await since(t, "tasks", null)).rows.map((row) => [row.clientId, row.revision])).toEqual([["a", 1], ["c", 1]]);
  });

  test("are refused as a whole for an unknown table, too many, another protocol or nobody", async () => {
    const whole = deployment();
    const t = whole.withIdentity(ada());
    await refusal(bulk(t, "nothing", task("a", "x")), { code: "UnknownTable", field: "table" });
    const tooMany = Array.from({ length: 501 }, (_, i) => task(`t${i}`, "x"));
    await refusal(bulk(t, "tasks", ...tooMany), { code: "TooManyChanges", field: "ops" });
    await refusal(t.mutation(api.sync.bulkUpsert, { protocol: 0, table: "tasks", ops: [] }), { code: "ProtocolTooOld" });
    await refusal(bulk(whole, "tasks", task("a", "x")), { code: "NotSignedIn" });
    expect((await since(t, "tasks", null)).rows).toEqual([]);
  });
});

describe("the full state", () => {
  test("begins every table, and its cursors lead to the rest and to what comes later", async () => {
    const whole = deployment();
    const t = whole.withIdentity(ada());
    await push(whole.withIdentity(grace()), task("g", "Grace's"));
    for (const id of ["a", "b", "c"]) {
      await push(t, task(id, id));
    }
    await push(t, upsert("workspaces", "w", { path: "/a", name: "a" }));
    const state = await t.query(api.sync.getFullState, { limit: 2 });
    expect(Object.keys(state).sort()).toEqual(Object.keys(await t.query(api.sync.heads, {})).sort());
    expect(state["tasks"]!.rows.map((row) => row.clientId)).toEqual(["a", "b"]);
    expect(state["tasks"]!.more).toBe(true);
    expect(state["workspaces"]).toMatchObject({ rows: [{ clientId: "w" }], more: false });
    expect(state["todos"]).toEqual({ rows: [], cursor: null, more: false, reset: false });
    expect((await since(t, "tasks", state["tasks"]!.cursor)).rows.map((row) => row.clientId)).toEqual(["c"]);
    await push(t, upsert("workspaces", "w", { name: "later" }, { base: 1 }));
    expect((await since(t, "workspaces", state["workspaces"]!.cursor)).rows).toMatchObject([{ fields: { name: "later" } }]);
  });

  test("gives twenty-five of each unless told, and never more than a hundred", async () => {
    const t = deployment().withIdentity(ada());
    for (let i = 0; i < 101; i++) {
      await push(t, task(`t${i}`, "x"));
    }
    expect((await t.query(api.sync.getFullState, {}))["tasks"]!.rows.length).toBe(25);
    expect((await t.query(api.sync.getFullState, { limit: 5000 }))["tasks"]).toMatchObject({ rows: { length: 100 }, more: true });
    await refusal(t.query(api.sync.getFullState, { protocol: 2 }), { code: "ProtocolTooNew" });
  });
});

describe("conflicts", () => {
  test("CLIENT_WINS: the last push stands, and says what it has overwritten unseen", async () => {
    const t = deployment().withIdentity(ada());
    await push(t, task("t1", "first"));
    await push(t, upsert("tasks", "t1", { text: "laptop's" }, { base: 1, stamp: stamp(90, laptop) }));
    const [won] = await push(t, upsert("tasks", "t1", { text: "phone's" }, { base: 1, stamp: stamp(80) }));
    expect(won).toMatchObject({ row: { fields: { text: "phone's" } }, conflict: { winner: "client", lost: { text: "laptop's" } } });
    const [seen] = await push(t, upsert("tasks", "t1", { text: "again" }, { base: 3, stamp: stamp(99, laptop) }));
    expect(seen!.conflict).toBeNull();
  });

  test("CLIENT_WINS: an edit under way brings a deleted record back", async () => {
    const t = deployment().withIdentity(ada());
    await push(t, task("t1", "first"));
    await push(t, { ...upsert("tasks", "t1", {}, { base: 1, stamp: stamp(90, laptop) }), kind: "delete" as any });
    const [back] = await push(t, upsert("tasks", "t1", { text: "edited" }, { base: 1, stamp: stamp(80) }));
    expect(back).toMatchObject({ row: { deleted: false, fields: { text: "edited" } }, conflict: { winner: "client" } });
  });

  test("a device's own earlier change is no conflict with its later one", async () => {
    const t = deployment().withIdentity(ada());
    const answers = await push(
      t, task("t1", "one"), upsert("tasks", "t1", { text: "two" }), upsert("tasks", "t1", { text: "three" }));
    expect(answers.map((answer) => answer.conflict)).toEqual([null, null, null]);
  });

  test("LAST_MODIFIED_WINS: field by field, whoever pushes first", async () => {
    for (const order of [[0, 1], [1, 0]]) {
      const t = deployment().withIdentity(ada());
      await push(t, upsert("workspaces", "w", { path: "/a", name: "a" }, { stamp: stamp(1) }));
      const edits = [
        upsert("workspaces", "w", { name: "later", path: "/phone" }, { base: 1, stamp: stamp(50) }),
        upsert("workspaces", "w", { name: "earlier" }, { base: 1, stamp: stamp(40, laptop) }),
      ];
      const answers = [];
      for (const which of order) {
        answers.push(...(await push(t, edits[which]!)));
      }
      expect(answers[1]!.row!.fields).toEqual({ path: "/phone", name: "later" });
      expect(answers[1]!.conflict).toEqual(
        order[0] === 0 ? { winner: "server", lost: { name: "earlier" } } : { winner: "client", lost: { name: "earlier" } });
    }
  });

  test("LAST_MODIFIED_WINS: a deletion wins over edits made at the same time; restoring is later than it", async () => {
    const t = deployment().withIdentity(ada());
    await push(t, upsert("workspaces", "w", { path: "/a", name: "a" }, { stamp: stamp(1) }));
    await push(t, { ...upsert("workspaces", "w", {}, { base: 1, stamp: stamp(50) }), kind: "delete" as any });
    const [lost] = await push(t, upsert("workspaces", "w", { name: "b" }, { base: 1, stamp: stamp(60, laptop) }));
    expect(lost).toMatchObject({ row: { deleted: true }, conflict: { winner: "server", lost: { name: "b" } } });
    const [back] = await push(t, { ...upsert("workspaces", "w", {}, { base: 2, stamp: stamp(70) }), kind: "restore" as any });
    expect(back!.row).toMatchObject({ deleted: false, fields: { name: "a" } });
  });

  test("a clock that is far ahead is believed by five minutes only", async () => {
    const t = deployment().withIdentity(ada());
    const ahead = `${(Date.now() + 86_400_000).toString(16).padStart(12, "0")}-0000-${phone}`;
    const [made] = await push(t, upsert("workspaces", "w", { path: "/a", name: "a" }, { stamp: ahead }));
    expect(parseInt(made!.row!.stamp.slice(0, 12), 16)).toBeLessThanOrEqual(Date.now() + 5 * 60 * 1000);
  });

  test("APPEND_ONLY: the same again is fine, anything else is refused", async () => {
    const t = deployment().withIdentity(ada());
    const message = { externalId: "m1", sessionId: "s", role: "user", content: "Hello", sentAt: 1 };
    await push(t, upsert("messages", "m1", message));
    const answers = [
      ...(await push(t, upsert("messages", "m1", message))),
      ...(await push(t, upsert("messages", "m1", { ...message, content: "Other" }))),
      ...(await push(t, { ...upsert("messages", "m1", {}), kind: "delete" as any })),
    ];
    expect(answers.map((answer) => answer.refusal?.code)).toEqual([undefined, "AppendOnly", "AppendOnly"]);
  });
});

describe("pulling", () => {
  test("gives each record once as it is, piece by piece, and then what changed", async () => {
    const t = deployment().withIdentity(ada());
    for (let i = 0; i < 7; i++) {
      await push(t, task(`t${i}`, `Task ${i}`));
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let more = true; more; ) {
      const piece = await since(t, "tasks", cursor, 3);
      seen.push(...piece.rows.map((row: { clientId: string }) => row.clientId));
      ({ cursor, more } = piece);
    }
    expect(seen).toEqual(["t0", "t1", "t2", "t3", "t4", "t5", "t6"]);
    await push(t, { ...upsert("tasks", "t3", {}, { base: 1 }), kind: "delete" as any });
    expect((await since(t, "tasks", cursor)).rows).toMatchObject([{ clientId: "t3", deleted: true }]);
    const all = (await since(t, "tasks", null)).rows;
    expect(all).toHaveLength(7);
    expect(all.filter((row) => row.deleted).map((row) => row.clientId)).toEqual(["t3"]);
  });

  test("a page never ends within what one transaction wrote", async () => {
    const t = deployment().withIdentity(ada());
    await push(t, task("a", "A"));
    await push(t, ...["b", "c", "d", "e"].map((id) => task(id, id)));
    await push(t, task("f", "F"));
    const first = await since(t, "tasks", null, 2);
    expect(first.rows.map((row) => row.clientId).sort()).toEqual(["a", "b", "c", "d", "e"]);
    expect((await since(t, "tasks", first.cursor, 2)).rows.map((row) => row.clientId)).toEqual(["f"]);
  });

  test("tells where each table stands", async () => {
    const t = deployment().withIdentity(ada());
    expect(await t.query(api.sync.heads, {})).toMatchObject({ tasks: null });
    await push(t, task("a", "A"));
    const { tasks } = await t.query(api.sync.heads, {});
    expect((await since(t, "tasks", null)).cursor).toBe(tasks);
  });

  test("begins anew with a cursor older than what is remembered of deletions", async () => {
    const whole = deployment();
    const t = whole.withIdentity(ada());
    await push(t, task("a", "A"));
    const { cursor } = await since(t, "tasks", null);
    await push(t, task("b", "B"));
    await push(t, { ...upsert("tasks", "b", {}, { base: 1 }), kind: "delete" as any });
    await whole.run(async (ctx) => {
      const [row] = await ctx.db.query("tasks").withIndex("by_client", (q) => q.eq("ownerId", "user_ada").eq("clientId", "b")).collect();
      await ctx.db.patch(row!._id, { deletedAt: Date.now() - 91 * 24 * 60 * 60 * 1000 });
    });
    await whole.mutation(internal.sync.forget, {});
    expect(await since(t, "tasks", cursor)).toMatchObject({ reset: true, cursor: null });
    expect((await since(t, "tasks", null)).rows.map((row) => row.clientId)).toEqual(["a"]);
    await refusal(since(t, "tasks", "yesterday"), { code: "InvalidCursor", field: "cursor" });
  });

  test("who has begun anew goes on from there, and nobody else has to begin anew", async () => {
    const whole = deployment();
    const t = whole.withIdentity(ada());
    const bob = whole.withIdentity({ ...ada(), subject: "user_bob", tokenIdentifier: `${ada().issuer}|user_bob` });
    await push(t, task("a", "A"), task("b", "B"), task("c", "C"));
    await bob.mutation(api.sync.pushChanges, { ops: [task("z", "Z")] });
    const bobs = await since(bob, "tasks", null);
    const { cursor } = await since(t, "tasks", null);
    await push(t, { ...upsert("tasks", "b", {}, { base: 1 }), kind: "delete" as any });
    await whole.run(async (ctx) => {
      const [row] = await ctx.db.query("tasks").withIndex("by_client", (q) => q.eq("ownerId", "user_ada").eq("clientId", "b")).collect();
      await ctx.db.patch(row!._id, { deletedAt: Date.now() - 91 * 24 * 60 * 60 * 1000 });
    });
    await whole.mutation(internal.sync.forget, {});
    expect((await since(t, "tasks", cursor)).reset).toBe(true);

    // All that is left is older than what was forgotten.
    const first = await since(t, "tasks", null, 1);
    const rest = await since(t, "tasks", first.cursor);
    expect([first.reset, rest.reset, rest.more]).toEqual([false, false, false]);
    expect((await since(t, "tasks", rest.cursor)).reset).toBe(false);
    expect((await t.query(api.sync.heads, {})).tasks).toBe(rest.cursor);
    await push(t, task("d", "D"));
    expect((await since(t, "tasks", rest.cursor)).rows.map((row) => row.clientId)).toEqual(["d"]);
    expect((await since(bob, "tasks", bobs.cursor)).reset).toBe(false);
  });
});

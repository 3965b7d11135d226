import { Workpool } from "@convex-dev/workpool";
import { components, internal } from "./_generated/api";
import { internalAction, internalMutation, internalQuery, mutation, query } from "./_generated/server";
import { v } from "convex/values";
const pool = new Workpool(components.pool, {
  maxParallelism: 5,
  retryActionsByDefault: true,
  defaultRetryBehavior: { maxAttempts: 3, initialBackoffMs: 50, base: 2 },
  logLevel: "INFO",
});
const serial = new Workpool(components.serial, { maxParallelism: 1 });
export const job = internalAction({
  args: { n: v.number() },
  handler: async (ctx, { n }) => {
    await ctx.runMutation(internal.notes.add, { kind: "ran", value: n });
    if (n === 13) throw new Error("unlucky");
    return n * n;
  },
});
export const write = internalMutation({
  args: { n: v.number() },
  handler: async (ctx, { n }) => {
    await ctx.db.insert("notes", { kind: "serial", value: n });
    return n;
  },
});
export const read = internalQuery({
  args: {},
  handler: async (ctx) => (await ctx.db.query("notes").take(1)).length,
});
export const flaky = internalAction({
  args: {},
  handler: async (ctx) => {
    await ctx.runMutation(internal.notes.add, { kind: "flaky", value: 1 });
    const tries = await ctx.runQuery(internal.pool.flakyTries);
    if (tries < 3) throw new Error("not yet");
    return "third";
  },
});
export const flakyTries = internalQuery({
  args: {},
  handler: async (ctx) =>
    (
      await ctx.db
        .query("notes")
        .withIndex("by_kind", (q) => q.eq("kind", "flaky"))
        .collect()
    ).length,
});
export const done = internalMutation({
  args: { workId: v.string(), context: v.any(), result: v.any() },
  handler: async (ctx, { context, result }) => {
    await ctx.db.insert("notes", { kind: "done", value: { context, result } });
  },
});
export const done2 = pool.defineOnComplete({
  context: v.string(),
  handler: async (ctx, { context, result }) => {
    await ctx.db.insert("notes", { kind: "done2", value: { context, kind: result.kind } });
  },
});
export const start = mutation({
  args: {},
  handler: async (ctx) => {
    const ids = [];
    for (let n = 10; n < 16; n++)
      ids.push(
        await pool.enqueueAction(
          ctx,
          internal.pool.job,
          { n },
          {
            onComplete: internal.pool.done,
            context: n,
            retry: n === 13 ? { maxAttempts: 2, initialBackoffMs: 20, base: 2 } : false,
          },
        ),
      );
    await pool.enqueueAction(
      ctx,
      internal.pool.flaky,
      {},
      { onComplete: internal.pool.done2, context: "flaky" },
    );
    for (let n = 0; n < 6; n++) await serial.enqueueMutation(ctx, internal.pool.write, { n });
    await pool.enqueueQuery(
      ctx,
      internal.pool.read,
      {},
      { onComplete: internal.pool.done2, context: "query" },
    );
    const later = await pool.enqueueMutation(
      ctx,
      internal.pool.write,
      { n: 99 },
      { runAfter: 60000, onComplete: internal.pool.done2, context: "canceled" },
    );
    await pool.cancel(ctx, later);
    return ids;
  },
});
export const status = query({
  args: { ids: v.array(v.string()) },
  handler: async (ctx, { ids }) => Promise.all(ids.map(async (id) => (await pool.status(ctx, id)).state)),
});

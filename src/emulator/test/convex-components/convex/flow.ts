import { WorkflowManager } from "@convex-dev/workflow";
import { components, internal } from "./_generated/api";
import { internalAction, internalMutation, internalQuery, mutation, query } from "./_generated/server";
import { v } from "convex/values";
export const workflow = new WorkflowManager(components.workflow, {
  workpoolOptions: {
    maxParallelism: 5,
    defaultRetryBehavior: { maxAttempts: 3, initialBackoffMs: 30, base: 2 },
  },
});
export const greet = internalQuery({
  args: { name: v.string() },
  handler: async (_c, { name }) => "Hi " + name,
});
export const note = internalMutation({
  args: { value: v.any() },
  handler: async (ctx, { value }) => {
    await ctx.db.insert("notes", { kind: "flow", value });
    return value;
  },
});
export const flaky = internalAction({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.runMutation(internal.notes.add, { kind: "flowtries", value: 1 });
    if ((await ctx.runQuery(internal.flow.tries)) < 2) throw new Error("again");
    return text + "!";
  },
});
export const tries = internalQuery({
  args: {},
  handler: async (ctx) =>
    (
      await ctx.db
        .query("notes")
        .withIndex("by_kind", (q) => q.eq("kind", "flowtries"))
        .collect()
    ).length,
});
export const child = workflow
  .define({ args: { n: v.number() }, returns: v.number() })
  .handler(async (step, { n }) => {
    await step.sleep(100);
    return n + 1;
  });
export const main = workflow
  .define({ args: { name: v.string() }, returns: v.any() })
  .handler(async (step, { name }) => {
    const hi = await step.runQuery(internal.flow.greet, { name });
    const loud = await step.runAction(internal.flow.flaky, { text: hi }, { retry: true });
    const inline = await step.runMutation(internal.flow.note, { value: "inline" }, { inline: true });
    const [a, b, c] = await Promise.all([
      step.runMutation(internal.flow.note, { value: "a" }),
      step.runMutation(internal.flow.note, { value: "b" }, { runAfter: 200 }),
      step.runWorkflow(internal.flow.child, { n: 1 }),
    ]);
    const t0 = Date.now();
    await step.sleep(300);
    const slept = Date.now() - t0;
    const event = await step.awaitEvent({ name: "go", validator: v.object({ ok: v.boolean() }) });
    let caught = null;
    try {
      await step.runMutation(internal.flow.bad, {});
    } catch (e) {
      caught = String(e.message ?? e);
    }
    return { loud, inline, a, b, c, slept: slept >= 250, event, caught };
  });
export const bad = internalMutation({
  args: {},
  handler: async () => {
    throw new Error("bad step");
  },
});
export const failing = workflow.define({ args: {} }).handler(async (step) => {
  await step.runMutation(internal.flow.bad, {});
});
export const endless = workflow.define({ args: {} }).handler(async (step) => {
  await step.sleep(3600_000);
});
export const ended = internalMutation({
  args: { workflowId: v.string(), result: v.any(), context: v.any() },
  handler: async (ctx, a) => {
    await ctx.db.insert("notes", { kind: "flowended", value: { c: a.context, r: a.result } });
  },
});
export const start = mutation({
  args: { which: v.string() },
  handler: async (ctx, { which }) =>
    await workflow.start(ctx, internal.flow[which], which === "main" ? { name: "Ada" } : {}, {
      onComplete: internal.flow.ended,
      context: which,
    }),
});
export const go = mutation({
  args: { id: v.string() },
  handler: async (ctx, { id }) => {
    await workflow.sendEvent(ctx, { name: "go", workflowId: id, value: { ok: true } });
  },
});
export const cancel = mutation({
  args: { id: v.string() },
  handler: async (ctx, { id }) => {
    await workflow.cancel(ctx, id);
  },
});
export const status = query({
  args: { id: v.string() },
  handler: async (ctx, { id }) => await workflow.status(ctx, id),
});
export const steps = query({
  args: { id: v.string() },
  handler: async (ctx, { id }) =>
    (await workflow.listSteps(ctx, id, { paginationOpts: { cursor: null, numItems: 50 } })).page.map(
      (s) => s.name + ":" + s.kind,
    ),
});
export const cleanup = mutation({
  args: { id: v.string() },
  handler: async (ctx, { id }) => await workflow.cleanup(ctx, id),
});

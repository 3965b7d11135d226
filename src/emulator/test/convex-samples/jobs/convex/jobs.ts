import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, mutation, query } from "./_generated/server";

export const tick = internalMutation({ args: { by: v.string() }, handler: (ctx, { by }) => ctx.db.insert("ticks", { by }) });

export const remind = mutation({
  args: { text: v.string(), after: v.number() },
  handler: async (ctx, { text, after }) => {
    const job = await ctx.scheduler.runAfter(after, internal.jobs.notify, { text });
    await ctx.db.insert("reminders", { text, job });
    return job;
  },
});

export const notify = internalAction({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    if (text === "fail") {
      throw new Error("cannot notify");
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    await ctx.runMutation(internal.jobs.tick, { by: text });
  },
});

export const cancel = mutation({
  args: { job: v.id("_scheduled_functions") },
  handler: (ctx, { job }) => ctx.scheduler.cancel(job),
});

export const state = query({
  args: { job: v.id("_scheduled_functions") },
  handler: async (ctx, { job }) => (await ctx.db.system.get(job))?.state.kind ?? null,
});

export const count = query({
  args: { by: v.string() },
  handler: async (ctx, { by }) => (await ctx.db.query("ticks").withIndex("by_by", (q) => q.eq("by", by)).collect()).length,
});

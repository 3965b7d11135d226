import { internalMutation, query } from "./_generated/server";
import { v } from "convex/values";
export const add = internalMutation({
  args: { kind: v.string(), value: v.any() },
  handler: async (ctx, a) => {
    await ctx.db.insert("notes", a);
  },
});
export const of = query({
  args: { kind: v.string() },
  handler: async (ctx, { kind }) =>
    (
      await ctx.db
        .query("notes")
        .withIndex("by_kind", (q) => q.eq("kind", kind))
        .collect()
    ).map((n) => n.value),
});

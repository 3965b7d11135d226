import { v } from "convex/values";
import { internalMutation, query } from "./_generated/server";

export const write = internalMutation({
  args: { to: v.string(), seal: v.string() },
  handler: (ctx, letter) => ctx.db.insert("letters", letter),
});

export const list = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("letters").collect()).map(({ to, seal }) => ({ to, seal })),
});

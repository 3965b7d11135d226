import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

/** The newest messages first, at most fifty. */
export const list = query({
  args: {},
  handler: async (ctx) => ctx.db.query("messages").order("desc").take(50),
});

/** Adds a message and returns its id. */
export const send = mutation({
  args: { author: v.string(), body: v.string() },
  handler: async (ctx, args) => {
    console.log(`A message from ${args.author}`);
    return ctx.db.insert("messages", args);
  },
});

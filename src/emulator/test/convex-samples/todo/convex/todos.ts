import { v } from "convex/values";
import type { Doc } from "./_generated/dataModel";
import { mutation, query, type MutationCtx, type QueryCtx } from "./_generated/server";

async function me(ctx: QueryCtx): Promise<Doc<"users"> | null> {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) {
    throw new Error("Not signed in");
  }
  return ctx.db.query("users").withIndex("by_token", (q) => q.eq("tokenIdentifier", identity.tokenIdentifier)).unique();
}

async function meOrNew(ctx: MutationCtx): Promise<Doc<"users">> {
  const known = await me(ctx);
  if (known !== null) {
    return known;
  }
  const identity = (await ctx.auth.getUserIdentity())!;
  const id = await ctx.db.insert("users", {
    tokenIdentifier: identity.tokenIdentifier,
    name: (identity.name as string | undefined) ?? identity.subject,
  });
  return (await ctx.db.get(id))!;
}

export const add = mutation({
  args: { text: v.string(), priority: v.union(v.literal("low"), v.literal("high")), due: v.optional(v.number()) },
  handler: async (ctx, args) => {
    const owner = (await meOrNew(ctx))._id;
    return ctx.db.insert("todos", { owner, done: false, ...args });
  },
});

export const toggle = mutation({
  args: { id: v.id("todos") },
  handler: async (ctx, { id }) => {
    const [user, todo] = [await me(ctx), await ctx.db.get(id)];
    if (todo === null || todo.owner !== user?._id) {
      throw new Error("Not yours");
    }
    await ctx.db.patch(id, { done: !todo.done, due: undefined });
  },
});

export const mine = query({
  args: { done: v.optional(v.boolean()) },
  handler: async (ctx, { done }) => {
    const user = await me(ctx);
    if (user === null) {
      return [];
    }
    const todos = await ctx.db
      .query("todos")
      .withIndex("by_owner", (q) => (done === undefined ? q.eq("owner", user._id) : q.eq("owner", user._id).eq("done", done)))
      .filter((q) => q.neq(q.field("text"), ""))
      .collect();
    return todos.map(({ text, done, due }) => ({ text, done, due: due ?? null, name: user.name }));
  },
});

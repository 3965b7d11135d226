import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalQuery, mutation, query } from "./_generated/server";

export const post = mutation({
  args: { text: v.string(), rank: v.number() },
  handler: (ctx, { text, rank }) =>
    ctx.db.insert("posts", { text, rank, tags: [], embedding: [rank, 1, rank % 2] }),
});

export const pages = query({
  args: { paginationOpts: paginationOptsValidator, above: v.number() },
  returns: paginationResultValidator(v.string()),
  handler: async (ctx, { paginationOpts, above }) => {
    const page = await ctx.db
      .query("posts")
      .withIndex("by_rank", (q) => q.gt("rank", above))
      .order("desc")
      .paginate(paginationOpts);
    return { ...page, page: page.page.map((row) => row.text) };
  },
});

export const texts = internalQuery({
  args: { ids: v.array(v.id("posts")) },
  handler: async (ctx, { ids }) => Promise.all(ids.map(async (id) => (await ctx.db.get(id))!.text)),
});

export const similar = action({
  args: { to: v.array(v.float64()), rank: v.number() },
  handler: async (ctx, { to, rank }): Promise<string[]> => {
    const found = await ctx.vectorSearch("posts", "by_embedding", {
      vector: to,
      limit: 2,
      filter: (q) => q.or(q.eq("rank", rank), q.eq("rank", rank + 1)),
    });
    const ids = found.map((hit) => hit._id as Id<"posts">);
    return ctx.runQuery(internal.feed.texts, { ids });
  },
});

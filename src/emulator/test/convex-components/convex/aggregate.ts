import { TableAggregate } from "@convex-dev/aggregate";
import { components } from "./_generated/api";
import { mutation, query } from "./_generated/server";
import { v } from "convex/values";
const byScore = new TableAggregate(components.aggregate, {
  sortKey: (d) => d.score,
  sumValue: (d) => d.score,
});
const byGame = new TableAggregate(components.byGame, {
  namespace: (d) => d.game,
  sortKey: (d) => [d.name, d.score],
  sumValue: (d) => d.score,
});
export const add = mutation({
  args: { game: v.string(), from: v.number(), count: v.number() },
  handler: async (ctx, { game, from, count }) => {
    for (let i = from; i < from + count; i++) {
      const id = await ctx.db.insert("scores", { game, name: "p" + (i % 5), score: (i * 37) % 101 });
      const doc = await ctx.db.get(id);
      await byScore.insert(ctx, doc);
      await byGame.insert(ctx, doc);
    }
  },
});
export const improve = mutation({
  args: {},
  handler: async (ctx) => {
    const old = await ctx.db.query("scores").first();
    await ctx.db.patch(old._id, { score: 1000 });
    const next = await ctx.db.get(old._id);
    await byScore.replace(ctx, old, next);
    await byGame.replace(ctx, old, next);
    const gone = await ctx.db.query("scores").order("desc").first();
    await ctx.db.delete(gone._id);
    await byScore.delete(ctx, gone);
    await byGame.delete(ctx, gone);
  },
});
export const stats = query({
  args: {},
  handler: async (ctx) => {
    const all = await ctx.db.query("scores").collect();
    const sum = all.reduce((s, d) => s + d.score, 0);
    return {
      count: await byScore.count(ctx),
      sum: await byScore.sum(ctx),
      max: (await byScore.max(ctx)).key,
      at3: (await byScore.at(ctx, 3)).key,
      rank: await byScore.indexOf(ctx, 50),
      bounded: await byScore.count(ctx, {
        bounds: { lower: { key: 10, inclusive: true }, upper: { key: 20, inclusive: false } },
      }),
      p1: await byGame.sum(ctx, { namespace: "chess", bounds: { prefix: ["p1"] } }),
      page: (await byScore.paginate(ctx, { pageSize: 5 })).page.map((p) => p.key),
      batch: await byScore.countBatch(ctx, [{}, { bounds: { lower: { key: 90, inclusive: true } } }]),
      namespaces: (await byGame.paginateNamespaces(ctx)).page,
      truth: {
        count: all.length,
        sum,
        p1: all.filter((d) => d.game == "chess" && d.name == "p1").reduce((s, d) => s + d.score, 0),
        max: Math.max(...all.map((d) => d.score)),
        bounded: all.filter((d) => d.score >= 10 && d.score < 20).length,
      },
    };
  },
});
export const clear = mutation({
  args: {},
  handler: async (ctx) => {
    await byScore.clear(ctx);
    await byGame.clearAll(ctx);
    return await byScore.count(ctx);
  },
});

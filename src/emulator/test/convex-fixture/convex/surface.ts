import { makeFunctionReference, mutationGeneric as mutation, queryGeneric as query } from 'convex/server';
import { v } from 'convex/values';

const many = makeFunctionReference<'mutation', { n: number }, null>('surface:many');
const count = makeFunctionReference<'query', Record<string, never>, number>('surface:count');

const writeMany = mutation({
  args: { n: v.number() },
  handler: async (ctx, { n }) => {
    for (let i = 0; i < n; i++) {
      await ctx.db.insert('written', { i });
    }
  },
});
export { writeMany as many };

const counted = query({ args: {}, handler: async (ctx) => (await ctx.db.query('written').collect()).length });
export { counted as count };

export const stamp = mutation({
  args: {},
  returns: v.object({ at: v.commitTs(), id: v.id('stamps'), same: v.boolean(), before: v.int64() }),
  handler: async (ctx) => {
    const at = ctx.db.vars.commitTs;
    const id = await ctx.db.insert('stamps', { at });
    return { at, id, same: (await ctx.db.get(id))?.at === at, before: ctx.meta.getSnapshotTs() };
  },
});

export const stamped = query({ args: { id: v.id('stamps') }, handler: async (ctx, { id }) => (await ctx.db.get(id))?.at });

export const limited = mutation({
  args: {},
  handler: async (ctx) => {
    const { documentsWritten } = await ctx.meta.getTransactionMetrics();
    try {
      await ctx.runMutation(many, { n: 5 }, { transactionLimits: { documentsWritten: 2 } });
      return { left: documentsWritten.remaining, error: 'none' };
    } catch (error) {
      return { left: documentsWritten.remaining, error: String(error) };
    }
  },
});

export const stale = mutation({
  args: {},
  handler: async (ctx) => {
    const before = await ctx.runQuery(count, {});
    await ctx.runMutation(many, { n: 1 });
    return [
      (await ctx.runQuery(count, {}, { useStaleSnapshot: true })) - before,
      (await ctx.runQuery(count, {})) - before,
    ];
  },
});

export const token = mutation({
  args: {},
  handler: async (ctx) => await ctx.auth.signJwt({ claims: { sub: 'somebody' }, expiresInSeconds: 60 }),
});

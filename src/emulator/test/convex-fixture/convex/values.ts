import { internalMutationGeneric as internalMutation, internalQueryGeneric as internalQuery, mutationGeneric as mutation, queryGeneric as query } from 'convex/server';
import { v } from 'convex/values';

export const echo = query({ args: { value: v.any() }, handler: async (_ctx, { value }) => value });

export const store = mutation({
  args: { data: v.bytes(), special: v.number() },
  handler: async (ctx, args) => await ctx.db.get(await ctx.db.insert('blobs', args)),
});

export const increment = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    const counter = await ctx.db
      .query('counters')
      .withIndex('by_name', (q) => q.eq('name', name))
      .unique();
    if (counter === null) {
      await ctx.db.insert('counters', { name, value: 1n });
      return 1n;
    }
    await ctx.db.patch(counter._id, { value: counter.value + 1n });
    return counter.value + 1n;
  },
});

export const secret = internalQuery({ args: {}, handler: async () => 'internal' });

export const incrementInternally = internalMutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => await ctx.runMutation('values:increment' as any, { name }),
});

export const whoAmI = query({ args: {}, handler: async (ctx) => await ctx.auth.getUserIdentity() });

export const surroundings = query({
  args: {},
  handler: async () => {
    console.log('text', 5, { a: [1n, null] });
    console.error(new Date(0));
    return {
      greeting: process.env.GREETING ?? null,
      cloud: process.env.CONVEX_CLOUD_URL ?? null,
      frozen: Date.now() === Date.now(),
      random: Math.random(),
      java: typeof (globalThis as any).Java + typeof (globalThis as any).Polyglot + typeof (globalThis as any).load,
    };
  },
});

export const forever = query({
  args: {},
  handler: async () => {
    for (;;) {
      // Never ends by itself.
    }
  },
});

export const bomb = query({
  args: {},
  handler: async () => {
    const kept: unknown[] = [];
    for (;;) {
      kept.push(new Array(1_000_000).fill(kept.length));
    }
  },
});

export const deep = query({
  args: {},
  handler: async () => {
    const dive = (n: number): number => dive(n + 1) + 1;
    return dive(0);
  },
});

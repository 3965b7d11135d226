import { mutationGeneric as mutation, paginationOptsValidator, queryGeneric as query } from 'convex/server';
import { ConvexError, v } from 'convex/values';

export const send = mutation({
  args: { author: v.string(), body: v.string(), likes: v.optional(v.number()) },
  returns: v.id('messages'),
  handler: async (ctx, args) => await ctx.db.insert('messages', args),
});

export const list = query({
  args: {},
  handler: async (ctx) => await ctx.db.query('messages').order('desc').collect(),
});

export const byAuthor = query({
  args: { author: v.string(), above: v.optional(v.number()) },
  handler: async (ctx, { author, above }) =>
    above === undefined
      ? await ctx.db.query('messages').withIndex('by_author', (q) => q.eq('author', author)).collect()
      : await ctx.db
          .query('messages')
          .withIndex('by_author_likes', (q) => q.eq('author', author).gt('likes', above))
          .collect(),
});

export const liked = query({
  args: { least: v.number() },
  handler: async (ctx, { least }) =>
    await ctx.db
      .query('messages')
      .filter((q) => q.gte(q.field('likes'), least))
      .take(2),
});

export const page = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: async (ctx, { paginationOpts }) => await ctx.db.query('messages').paginate(paginationOpts),
});

export const edit = mutation({
  args: { id: v.id('messages'), body: v.string() },
  handler: async (ctx, { id, body }) => {
    await ctx.db.patch(id, { body, likes: undefined });
    return await ctx.db.get(id);
  },
});

export const rewrite = mutation({
  args: { id: v.id('messages'), author: v.string() },
  handler: async (ctx, { id, author }) => await ctx.db.replace(id, { author, body: 'rewritten' }),
});

export const remove = mutation({
  args: { id: v.id('messages') },
  handler: async (ctx, { id }) => await ctx.db.delete(id),
});

export const refuse = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert('messages', { author: 'nobody', body: 'never seen' });
    throw new ConvexError({ code: 7, big: 12n, why: 'refused' });
  },
});

export const fail = query({
  args: {},
  handler: async () => {
    throw new Error('on purpose');
  },
});

export const wrongDocument = mutation({
  args: {},
  handler: async (ctx) => await ctx.db.insert('messages', { author: 5, body: 'x' } as any),
});

export const wrongResult = query({ args: {}, returns: v.string(), handler: async () => 5 as any });

export const normalize = query({
  args: { id: v.string() },
  handler: async (ctx, { id }) => ctx.db.normalizeId('messages', id),
});

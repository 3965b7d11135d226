import { actionGeneric as action, mutationGeneric as mutation, paginationOptsValidator, queryGeneric as query } from 'convex/server';
import { v } from 'convex/values';

// What clients that stay connected do. The author stands for the room, so that tests do not meet.
export const send = mutation({
  args: { room: v.string(), body: v.string() },
  handler: async (ctx, { room, body }) => await ctx.db.insert('messages', { author: room, body, likes: 0 }),
});

export const list = query({
  args: { room: v.string() },
  handler: async (ctx, { room }) =>
    (await ctx.db.query('messages').withIndex('by_author', (q) => q.eq('author', room)).collect()).map((m) => m.body),
});

export const count = query({
  args: { room: v.string() },
  handler: async (ctx, { room }) =>
    (await ctx.db.query('messages').withIndex('by_author', (q) => q.eq('author', room)).collect()).length,
});

// Pages ordered by likes, so that something can come in the middle of one.
export const page = query({
  args: { room: v.string(), paginationOpts: paginationOptsValidator },
  handler: async (ctx, { room, paginationOpts }) =>
    await ctx.db
      .query('messages')
      .withIndex('by_author_likes', (q) => q.eq('author', room))
      .paginate(paginationOpts),
});

export const rank = mutation({
  args: { room: v.string(), body: v.string(), likes: v.number() },
  handler: async (ctx, { room, body, likes }) => await ctx.db.insert('messages', { author: room, body, likes }),
});

export const me = query({ args: {}, handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null });

export const sendLater = action({
  args: { room: v.string(), body: v.string() },
  handler: async (ctx, { room, body }) => {
    await ctx.runMutation('live:send' as any, { room, body });
    return `sent ${body}`;
  },
});

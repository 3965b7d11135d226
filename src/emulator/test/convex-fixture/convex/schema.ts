import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';

export default defineSchema({
  messages: defineTable({
    author: v.string(),
    body: v.string(),
    likes: v.optional(v.number()),
    replyTo: v.optional(v.id('messages')),
  })
    .index('by_author', ['author'])
    .index('by_author_likes', ['author', 'likes']),
  counters: defineTable({ name: v.string(), value: v.int64() }).index('by_name', ['name']),
  blobs: defineTable({ data: v.bytes(), special: v.number() }),
});

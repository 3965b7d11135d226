import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import { action, internalMutation, mutation, query } from "./_generated/server";

export const join = mutation({
  args: { name: v.string() },
  returns: v.id("channels"),
  handler: async (ctx, { name }) => {
    const known = await ctx.db.query("channels").withIndex("by_name", (q) => q.eq("name", name)).unique();
    return known?._id ?? (await ctx.db.insert("channels", { name }));
  },
});

export const send = mutation({
  args: { channel: v.id("channels"), author: v.string(), body: v.string() },
  handler: async (ctx, args) => {
    if (args.body.trim() === "") {
      throw new ConvexError({ code: "Empty", field: "body" });
    }
    const id = await ctx.db.insert("messages", args);
    if (args.body.startsWith("/echo ")) {
      await ctx.scheduler.runAfter(0, internal.chat.reply, { channel: args.channel, body: args.body.slice(6) });
    }
    return id;
  },
});

export const reply = internalMutation({
  args: { channel: v.id("channels"), body: v.string() },
  handler: (ctx, { channel, body }) => ctx.db.insert("messages", { channel, author: "bot", body }),
});

export const like = mutation({
  args: { message: v.id("messages"), by: v.string() },
  handler: async (ctx, { message, by }) => {
    const known = await ctx.db
      .query("likes")
      .withIndex("by_message", (q) => q.eq("message", message).eq("by", by))
      .first();
    if (known === null) {
      await ctx.db.insert("likes", { message, by });
    }
  },
});

export const list = query({
  args: { channel: v.id("channels") },
  handler: async (ctx, { channel }) => {
    const messages = await ctx.db
      .query("messages")
      .withIndex("by_channel", (q) => q.eq("channel", channel))
      .order("desc")
      .take(50);
    return Promise.all(
      messages.reverse().map(async (message) => ({
        author: message.author,
        body: message.body,
        likes: (await ctx.db.query("likes").withIndex("by_message", (q) => q.eq("message", message._id)).collect()).length,
      })),
    );
  },
});

export const search = query({
  args: { channel: v.id("channels"), words: v.string() },
  handler: async (ctx, { channel, words }) =>
    (
      await ctx.db
        .query("messages")
        .withSearchIndex("search_body", (q) => q.search("body", words).eq("channel", channel))
        .take(5)
    ).map((message) => message.body),
});

export const shout = action({
  args: { channel: v.id("channels"), url: v.string() },
  handler: async (ctx, { channel, url }) => {
    const answer = await fetch(url, { headers: { accept: "text/plain" } });
    const body = (await answer.text()).toUpperCase();
    await ctx.runMutation(internal.chat.reply, { channel, body });
    return body;
  },
});

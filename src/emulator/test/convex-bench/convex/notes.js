// JavaScript, so that plain Node loads for convex-test what the CLI pushes to the emulator.
import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";

const note = { room: v.string(), body: v.string() };

export const send = mutation({
  args: note,
  handler: (ctx, args) => ctx.db.insert("notes", args),
});

export const list = query({
  args: { room: v.string() },
  handler: (ctx, { room }) =>
    ctx.db
      .query("notes")
      .withIndex("by_room", (q) => q.eq("room", room))
      .order("desc")
      .take(20),
});

export const get = query({
  args: { id: v.id("notes") },
  handler: (ctx, { id }) => ctx.db.get(id),
});

/** Empties the table and fills ten rooms evenly, so that both sides start from the same rows. */
export const fill = mutation({
  args: { rows: v.number() },
  handler: async (ctx, { rows }) => {
    for (const { _id } of await ctx.db.query("notes").collect()) {
      await ctx.db.delete(_id);
    }
    for (let i = 0; i < rows; i++) {
      await ctx.db.insert("notes", { room: `room ${i % 10}`, body: `note ${i}` });
    }
  },
});

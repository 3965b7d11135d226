import { v } from "convex/values";
import { api } from "./_generated/api";
import { action, internalMutation, mutation, query } from "./_generated/server";

export const uploadUrl = mutation({ args: {}, handler: (ctx) => ctx.storage.generateUploadUrl() });

export const keep = mutation({
  args: { file: v.id("_storage"), title: v.string() },
  handler: (ctx, args) => ctx.db.insert("photos", args),
});

export const list = query({
  args: {},
  handler: async (ctx) =>
    Promise.all(
      (await ctx.db.query("photos").collect()).map(async ({ file, title }) => ({
        file,
        title,
        url: await ctx.storage.getUrl(file),
        size: (await ctx.db.system.get(file))?.size ?? null,
        type: (await ctx.storage.getMetadata(file))?.contentType ?? null,
      })),
    ),
});

export const remove = mutation({
  args: { file: v.id("_storage") },
  handler: async (ctx, { file }) => {
    await ctx.storage.delete(file);
    for (const photo of await ctx.db.query("photos").collect()) {
      if (photo.file === file) {
        await ctx.db.delete(photo._id);
      }
    }
  },
});

/** Fails after it stored: nothing may be left. */
export const broken = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.storage.store(new Blob(["lost"]));
    throw new Error("broken");
  },
});

export const counted = query({ args: {}, handler: async (ctx) => (await ctx.db.system.query("_storage").collect()).length });

export const copy = action({
  args: { file: v.id("_storage") },
  handler: async (ctx, { file }): Promise<string> => {
    const blob = await ctx.storage.get(file);
    const stored = await ctx.storage.store(new Blob([await blob!.arrayBuffer()], { type: blob!.type }));
    await ctx.runMutation(api.photos.keep, { file: stored, title: "copy" });
    return (await blob!.text()).slice(0, 5);
  },
});

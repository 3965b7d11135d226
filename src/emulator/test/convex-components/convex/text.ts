import { PersistentTextStreaming } from "@convex-dev/persistent-text-streaming";
import { components } from "./_generated/api";
import { httpAction, mutation, query } from "./_generated/server";
import { v } from "convex/values";
const streaming = new PersistentTextStreaming(components.persistentTextStreaming);
export const create = mutation({ args: {}, handler: async (ctx) => await streaming.createStream(ctx) });
export const body = query({
  args: { streamId: v.string() },
  handler: async (ctx, { streamId }) => await streaming.getStreamBody(ctx, streamId as any),
});
export const stream = httpAction(async (ctx, request) => {
  const { streamId } = await request.json();
  return await streaming.stream(ctx, request, streamId, async (_ctx, _request, _id, append) => {
    await append("Hi there! ");
    await append("How are you?");
  });
});

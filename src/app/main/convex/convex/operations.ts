import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";
import { forgetOperations } from "./model/once";

/** Forgets the ids of writes that nobody repeats any more, a batch a transaction until none is left. */
export const forget = internalMutation({
  args: {},
  /** How many this transaction forgot. */
  returns: v.number(),
  handler: async (ctx): Promise<number> => {
    const { forgotten, more } = await forgetOperations(ctx);
    if (more) {
      await ctx.scheduler.runAfter(0, internal.operations.forget, {});
    }
    return forgotten;
  },
});

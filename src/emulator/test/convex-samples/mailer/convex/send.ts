"use node";

import { createHmac } from "node:crypto";
import { ConvexError, v } from "convex/values";
import { api, internal } from "./_generated/api";
import { action, internalAction } from "./_generated/server";

export const send = action({
  args: { to: v.string() },
  returns: v.object({ before: v.number(), variables: v.array(v.string()), size: v.number() }),
  handler: async (ctx, { to }): Promise<{ before: number; variables: string[]; size: number }> => {
    if (!to.includes("@")) {
      throw new ConvexError({ code: "NoAddress", to });
    }
    console.log("sending to", to);
    const before = (await ctx.runQuery(api.letters.list, {})).length;
    const seal = createHmac("sha256", process.env.SEAL!).update(to).digest("hex");
    await ctx.runMutation(internal.letters.write, { to, seal });
    await ctx.scheduler.runAfter(0, internal.send.copy, { n: 2n });
    const file = await ctx.storage.store(new Blob([Buffer.from(seal)]));
    const size = (await ctx.storage.get(file))!.size;
    return { before, variables: Object.keys(process.env).sort(), size };
  },
});

export const copy = internalAction({
  args: { n: v.int64() },
  handler: (ctx, { n }) => ctx.runMutation(internal.letters.write, { to: `archive ${n}`, seal: "" }),
});

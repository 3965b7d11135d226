import { TableAggregate } from "@convex-dev/aggregate";
import { MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import { Workpool } from "@convex-dev/workpool";
import { v } from "convex/values";
import { components, internal } from "./_generated/api";
import type { DataModel } from "./_generated/dataModel";
import { internalMutation, mutation, query } from "./_generated/server";

const limiter = new RateLimiter(components.rateLimiter, { order: { kind: "token bucket", rate: 2, period: MINUTE, capacity: 2 } });
const totals = new TableAggregate<{ Key: number; DataModel: DataModel; TableName: "orders" }>(components.aggregate, {
  sortKey: (order) => order.total,
  sumValue: (order) => order.total,
});
const pool = new Workpool(components.emailWorkpool, { maxParallelism: 2 });

export const order = mutation({
  args: { customer: v.string(), total: v.number() },
  handler: async (ctx, { customer, total }) => {
    const { ok } = await limiter.limit(ctx, "order", { key: customer });
    if (!ok) {
      return false;
    }
    const id = await ctx.db.insert("orders", { customer, total });
    await totals.insert(ctx, (await ctx.db.get(id))!);
    await pool.enqueueMutation(ctx, internal.shop.mail, { to: customer });
    return true;
  },
});

export const mail = internalMutation({ args: { to: v.string() }, handler: (ctx, { to }) => ctx.db.insert("mails", { to }) });

export const figures = query({
  args: {},
  handler: async (ctx) => ({
    count: await totals.count(ctx),
    sum: await totals.sum(ctx),
    largest: (await totals.max(ctx))?.key ?? null,
    mails: (await ctx.db.query("mails").collect()).length,
  }),
});

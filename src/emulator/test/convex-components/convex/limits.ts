import { RateLimiter, MINUTE, HOUR } from "@convex-dev/rate-limiter";
import { components } from "./_generated/api";
import { mutation, query } from "./_generated/server";
const rl = new RateLimiter(components.rateLimiter, {
  fixed: { kind: "fixed window", rate: 2, period: HOUR },
  bucket: { kind: "token bucket", rate: 10, period: MINUTE, capacity: 3 },
  budget: { kind: "token bucket", rate: 10, period: HOUR, applyUpdates: "asynchronously" },
  sharded: { kind: "token bucket", rate: 40000, period: MINUTE, shards: 10 },
});
export const tryAll = mutation({
  args: {},
  handler: async (ctx) => {
    const out = [];
    for (let i = 0; i < 3; i++) out.push((await rl.limit(ctx, "fixed")).ok);
    for (let i = 0; i < 4; i++) out.push((await rl.limit(ctx, "bucket", { key: "ada" })).ok);
    out.push((await rl.check(ctx, "bucket", { key: "ada" })).ok);
    await rl.reset(ctx, "bucket", { key: "ada" });
    out.push((await rl.check(ctx, "bucket", { key: "ada" })).ok);
    out.push((await rl.limit(ctx, "sharded", { count: 300 })).ok);
    out.push((await rl.limit(ctx, "budget", { count: 4 })).ok);
    out.push((await rl.limit(ctx, "bucket", { key: "reserved", count: 5, reserve: true, throws: false })).ok);
    out.push((await rl.limit(ctx, "bucket", { key: "future", count: 2, reserve: true })).retryAfter ?? null);
    try {
      await rl.limit(ctx, "fixed", { throws: true });
    } catch (e) {
      out.push(e.data.kind + ":" + e.data.name);
    }
    return out;
  },
});
export const value = query({ args: {}, handler: async (ctx) => await rl.getValue(ctx, "budget", {}) });
export const { getRateLimit, getServerTime } = rl.hookAPI("bucket", { key: async () => "ada" });

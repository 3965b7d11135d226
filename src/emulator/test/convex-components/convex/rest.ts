import { ActionRetrier, runResultValidator } from "@convex-dev/action-retrier";
import { Migrations } from "@convex-dev/migrations";
import { ShardedCounter } from "@convex-dev/sharded-counter";
import { GeospatialIndex } from "@convex-dev/geospatial";
import { ActionCache } from "@convex-dev/action-cache";
import { Presence } from "@convex-dev/presence";
import { Crons } from "@convex-dev/crons";
import { components, internal } from "./_generated/api";
import schema from "./schema";
import {
  action,
  internalAction,
  internalMutation,
  internalQuery,
  mutation,
  query,
} from "./_generated/server";
import { v } from "convex/values";
// action-retrier
const retrier = new ActionRetrier(components.actionRetrier, {
  initialBackoffMs: 30,
  base: 2,
  maxFailures: 3,
});
export const unreliable = internalAction({
  args: { until: v.number() },
  handler: async (ctx, { until }) => {
    await ctx.runMutation(internal.notes.add, { kind: "retry" + until, value: 1 });
    const n = await ctx.runQuery(internal.rest.count, { kind: "retry" + until });
    if (n < until) throw new Error("try " + n);
    return "after " + n;
  },
});
export const count = internalQuery({
  args: { kind: v.string() },
  handler: async (ctx, { kind }) =>
    (
      await ctx.db
        .query("notes")
        .withIndex("by_kind", (q) => q.eq("kind", kind))
        .collect()
    ).length,
});
export const retried = internalMutation({
  args: { runId: v.string(), result: runResultValidator },
  handler: async (ctx, { result }) => {
    await ctx.db.insert("notes", { kind: "retried", value: result });
  },
});
export const retry = mutation({
  args: { until: v.number() },
  handler: async (ctx, { until }) =>
    await retrier.run(ctx, internal.rest.unreliable, { until }, { onComplete: internal.rest.retried }),
});
export const retryStatus = query({
  args: { id: v.string() },
  handler: async (ctx, { id }) => await retrier.status(ctx, id),
});
export const retryCleanup = mutation({
  args: { id: v.string() },
  handler: async (ctx, { id }) => await retrier.cleanup(ctx, id),
});
// migrations
export const migrations = new Migrations(components.migrations, { schema });
export const setPlan = migrations.define({
  table: "users",
  batchSize: 7,
  migrateOne: async (_ctx, d) => (d.plan === undefined ? { plan: "free" } : undefined),
});
export const clearPlan = migrations.define({ table: "users", migrateOne: () => ({ plan: undefined }) });
export const run = migrations.runner();
export const runAll = migrations.runner([internal.rest.setPlan, internal.rest.clearPlan]);
export const seed = mutation({
  args: {},
  handler: async (ctx) => {
    for (let i = 0; i < 30; i++) await ctx.db.insert("users", { name: "u" + i });
  },
});
export const plans = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("users").collect()).filter((u) => u.plan === "free").length,
});
export const migrationStatus = query({
  args: {},
  handler: async (ctx) =>
    (await migrations.getStatus(ctx, { migrations: [internal.rest.setPlan, internal.rest.clearPlan] })).map(
      (m) => [m.name, m.state ?? m.status, m.processed, m.isDone],
    ),
});
// sharded-counter
const counter = new ShardedCounter(components.shardedCounter, { shards: { boxes: 8 }, defaultShards: 4 });
export const counting = mutation({
  args: {},
  handler: async (ctx) => {
    await counter.add(ctx, "boxes", 5);
    await counter.inc(ctx, "boxes");
    await counter.dec(ctx, "boxes");
    const b = counter.for("beans");
    for (let i = 0; i < 20; i++) await b.inc(ctx);
    await counter.rebalance(ctx, "beans");
    return [await counter.count(ctx, "boxes"), await b.count(ctx), await b.estimateCount(ctx, 4)];
  },
});
// geospatial
const geo = new GeospatialIndex(components.geospatial);
export const geoFill = mutation({
  args: {},
  handler: async (ctx) => {
    let n = 0;
    for (const [k, latitude, longitude, category] of [
      ["AMNH", 40.7813, -73.9737, "museum"],
      ["Met", 40.7794, -73.9632, "museum"],
      ["Katz", 40.7223, -73.9873, "deli"],
      ["Louvre", 48.8606, 2.3376, "museum"],
    ])
      await geo.insert(ctx, k, { latitude, longitude }, { category }, ++n);
  },
});
export const geoAsk = query({
  args: {},
  handler: async (ctx) => ({
    get: (await geo.get(ctx, "Met"))?.coordinates,
    rect: (
      await geo.query(ctx, {
        shape: { type: "rectangle", rectangle: { west: -74.1, south: 40.6, east: -73.8, north: 40.9 } },
        limit: 16,
      })
    ).results.map((r) => r.key),
    museums: (
      await geo.query(ctx, {
        shape: { type: "rectangle", rectangle: { west: -74.1, south: 40.6, east: -73.8, north: 40.9 } },
        limit: 16,
        filter: (q) => q.eq("category", "museum"),
      })
    ).results.map((r) => r.key),
    near: (await geo.nearest(ctx, { point: { latitude: 40.78, longitude: -73.97 }, limit: 2 })).map((r) => [
      r.key,
      Math.round(r.distance),
    ]),
  }),
});
export const geoRemove = mutation({
  args: {},
  handler: async (ctx) => [await geo.remove(ctx, "Katz"), await geo.get(ctx, "Katz")],
});
// action-cache
export const expensive = internalAction({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.runMutation(internal.notes.add, { kind: "expensive", value: text });
    return { vector: [1, 2, 3], text };
  },
});
const cache = new ActionCache(components.actionCache, { action: internal.rest.expensive, ttl: 60000 });
export const cached = action({
  args: { text: v.string() },
  handler: async (ctx, a) => await cache.fetch(ctx, a),
});
export const forget = action({
  args: {},
  handler: async (ctx) => {
    await cache.removeAll(ctx);
  },
});
// presence
const presence = new Presence(components.presence);
export const heartbeat = mutation({
  args: { roomId: v.string(), userId: v.string(), sessionId: v.string(), interval: v.number() },
  handler: async (ctx, { roomId, userId, sessionId, interval }) =>
    await presence.heartbeat(ctx, roomId, userId, sessionId, interval),
});
export const present = query({
  args: { roomToken: v.string() },
  handler: async (ctx, { roomToken }) => await presence.list(ctx, roomToken),
});
export const leave = mutation({
  args: { sessionToken: v.string() },
  handler: async (ctx, { sessionToken }) => await presence.disconnect(ctx, sessionToken),
});
export const room = query({ args: {}, handler: async (ctx) => await presence.listRoom(ctx, "room", false) });
// crons
const crons = new Crons(components.crons);
export const tick = internalMutation({
  args: { by: v.string() },
  handler: async (ctx, { by }) => {
    await ctx.db.insert("notes", { kind: "tick", value: by });
  },
});
export const cronsStart = mutation({
  args: {},
  handler: async (ctx) => {
    const id = await crons.register(
      ctx,
      { kind: "interval", ms: 1000 },
      internal.rest.tick,
      { by: "interval" },
      "fast",
    );
    const c = await crons.register(ctx, { kind: "cron", cronspec: "* * * * * *" }, internal.rest.tick, {
      by: "cron",
    });
    return [id, c, (await crons.get(ctx, { name: "fast" })).schedule.kind, (await crons.list(ctx)).length];
  },
});
export const cronsStop = mutation({
  args: {},
  handler: async (ctx) => {
    for (const c of await crons.list(ctx)) await crons.delete(ctx, { id: c.id });
    return (await crons.list(ctx)).length;
  },
});

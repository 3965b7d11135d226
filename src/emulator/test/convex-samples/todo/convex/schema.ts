import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ tokenIdentifier: v.string(), name: v.string() }).index("by_token", ["tokenIdentifier"]),
  todos: defineTable({
    owner: v.id("users"),
    text: v.string(),
    done: v.boolean(),
    priority: v.union(v.literal("low"), v.literal("high")),
    due: v.optional(v.number()),
  }).index("by_owner", ["owner", "done"]),
});

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({
  scores: defineTable({ game: v.string(), name: v.string(), score: v.number() }).index("by_game", ["game"]),
  users: defineTable({ name: v.string(), plan: v.optional(v.string()) }),
  notes: defineTable({ kind: v.string(), value: v.any() }).index("by_kind", ["kind"]),
});

import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  ticks: defineTable({ by: v.string() }).index("by_by", ["by"]),
  reminders: defineTable({ text: v.string(), job: v.optional(v.id("_scheduled_functions")) }),
});

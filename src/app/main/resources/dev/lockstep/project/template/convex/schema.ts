import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

// The tables of this project. Convex checks every document against this.
export default defineSchema({
  messages: defineTable({
    author: v.string(),
    body: v.string(),
  }).index("by_author", ["author"]),
});

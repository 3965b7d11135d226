import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  posts: defineTable({ text: v.string(), rank: v.number(), tags: v.array(v.string()), embedding: v.array(v.float64()) })
    .index("by_rank", ["rank"])
    .vectorIndex("by_embedding", { vectorField: "embedding", dimensions: 3, filterFields: ["rank"] }),
});

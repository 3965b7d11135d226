import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  messages: defineTable({ channel: v.id("channels"), author: v.string(), body: v.string() })
    .index("by_channel", ["channel"])
    .searchIndex("search_body", { searchField: "body", filterFields: ["channel"] }),
  channels: defineTable({ name: v.string() }).index("by_name", ["name"]),
  likes: defineTable({ message: v.id("messages"), by: v.string() }).index("by_message", ["message", "by"]),
});

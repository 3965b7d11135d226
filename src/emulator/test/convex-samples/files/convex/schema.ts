import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({ photos: defineTable({ file: v.id("_storage"), title: v.string() }) });

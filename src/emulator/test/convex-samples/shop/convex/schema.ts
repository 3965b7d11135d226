import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({ orders: defineTable({ customer: v.string(), total: v.number() }), mails: defineTable({ to: v.string() }) });

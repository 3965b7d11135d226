// JavaScript, so that plain Node loads for convex-test what the CLI pushes to the emulator.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({ room: v.string(), body: v.string() }).index("by_room", ["room"]),
});

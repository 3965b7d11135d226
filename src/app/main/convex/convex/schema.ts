import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { generationFields } from "./model/generation";
import { personFields } from "./model/person";
import { columnsOf } from "./model/sync/table";
import { tables } from "./model/sync/tables";

export default defineSchema({
  /** People, as Clerk knows them, with what only this product knows: interests, onboarding, linked devices. */
  users: defineTable(personFields)
    .index("by_externalId", ["externalId"])
    .index("by_username", ["username"])
    .index("by_updatedAt", ["updatedAt"]),

  /**
   * Pictures that people asked for. Each index ends with the time of creation, which is the order of all lists; so every
   * choice of filters has one of its own, and reads what it shows however many do not fit.
   */
  generations: defineTable(generationFields)
    .index("by_client", ["ownerId", "clientId"])
    .index("by_owner", ["ownerId", "deletedAt"])
    .index("by_status", ["ownerId", "deletedAt", "status"])
    .index("by_style", ["ownerId", "deletedAt", "style"])
    .index("by_model", ["ownerId", "deletedAt", "model"])
    .index("by_style_status", ["ownerId", "deletedAt", "style", "status"])
    .index("by_model_status", ["ownerId", "deletedAt", "model", "status"])
    .index("by_model_style", ["ownerId", "deletedAt", "model", "style"])
    .index("by_model_style_status", ["ownerId", "deletedAt", "model", "style", "status"]),

  /** What devices keep copies of: see model/sync. */
  tasks: columnsOf(tables.tasks),
  todos: columnsOf(tables.todos),
  sessions: columnsOf(tables.sessions),
  workspaces: columnsOf(tables.workspaces),
  inbox: columnsOf(tables.inbox),
  comments: columnsOf(tables.comments),
  messages: columnsOf(tables.messages),

  /** Up to where deletions of an owner's records in a table have been forgotten. */
  syncFloors: defineTable({ ownerId: v.string(), table: v.string(), position: v.int64() })
    .index("by_owner", ["ownerId", "table"]),

  /** One row for each write that carried an operation id, so that a repeat answers and does not act. */
  syncOps: defineTable({
    opId: v.string(),
    externalId: v.string(),
    function: v.string(),
    /** Whatever the function answered; its own return validator has checked it. */
    result: v.any(),
    createdAt: v.number(),
  }).index("by_opId", ["opId", "externalId"]),
});

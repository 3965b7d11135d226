import { defineTable } from "convex/server";
import { v } from "convex/values";
import type { Field } from "./fields";

/**
 * Who is right when two clients changed a record and neither had seen the other's change.
 *
 * - CLIENT_WINS: whoever pushes last; an edit that was under way brings a deleted record back.
 * - LAST_MODIFIED_WINS: field by field, the later edit by the hybrid logical clock; a deletion wins over edits made at the same time.
 * - APPEND_ONLY: nobody, since records are only added.
 * - SERVER_WINS: clients only read.
 */
export type Policy = "CLIENT_WINS" | "LAST_MODIFIED_WINS" | "APPEND_ONLY" | "SERVER_WINS";

/** A table whose records devices keep copies of. */
export type SyncedTable = {
  policy: Policy;
  fields: Record<string, Field>;
};

/** What each record of a synced table has beside its own fields. */
export const syncFields = {
  /** Clerk's id of the person whose it is. */
  ownerId: v.string(),
  /** Made by the client that made the record; unique for the owner. 1 to 64 characters. */
  clientId: v.string(),
  /** Counts the writings of this record from 1, deletions too: what a client has seen of it. */
  revision: v.number(),
  /** When it was written last, in the order of commits: the cursor. Never compare it with a clock. */
  commitTs: v.commitTs(),
  /** The latest of {@link clock}. */
  stamp: v.string(),
  /** Of each field, and of "deletedAt": the hybrid logical clock of its last edit, and the revision that this made. */
  clock: v.record(v.string(), v.object({ stamp: v.string(), revision: v.number() })),
  createdAt: v.number(),
  updatedAt: v.number(),
  /** Soft deletion. Kept for ninety days, so that devices which were away learn of it. */
  deletedAt: v.optional(v.number()),
};

/** The columns and indexes of a synced table. */
export function columnsOf(table: SyncedTable) {
  const own = Object.fromEntries(Object.entries(table.fields).map(([name, field]) => [name, field.validator]));
  return defineTable({ ...own, ...syncFields })
    .index("by_client", ["ownerId", "clientId"])
    .index("by_change", ["ownerId", "commitTs"])
    .index("by_deletion", ["deletedAt"]);
}

/** A record as clients see it. Fields that it does not have are absent. */
export const record = v.object({
  clientId: v.string(),
  revision: v.number(),
  stamp: v.string(),
  fields: v.record(v.string(), v.any()),
  deleted: v.boolean(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  updatedAt: v.number(),
});

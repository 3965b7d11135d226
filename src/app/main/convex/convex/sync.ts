import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation, query } from "./_generated/server";
import { readerId } from "./model/generation";
import { signedInPerson } from "./model/person";
import { refuseField } from "./model/refusal";
import { answer, findRow, op, opOfTable, shown } from "./model/sync/apply";
import { changes, changesSince, forgetDeleted, fullState, headOf, mostRecords, usualOfEach } from "./model/sync/pull";
import { checkProtocol, push } from "./model/sync/push";
import { record } from "./model/sync/table";
import { isTable, tableNames, type TableName } from "./model/sync/tables";

/** Absent: the form of today. */
const protocol = v.optional(v.number());

/** Carries a client's changes out, in their order; answers each. */
export const pushChanges = mutation({
  args: { protocol, ops: v.array(op) },
  returns: v.object({ answers: v.array(answer) }),
  handler: async (ctx, { protocol, ops }) => {
    checkProtocol(protocol ?? 1);
    const { externalId } = await signedInPerson(ctx);
    return { answers: await push(ctx, externalId, ops) };
  },
});

/** What of the caller's has changed in a table since the cursor; from null all that there is. */
export const getChangesSince = query({
  args: { protocol, table: v.string(), cursor: v.union(v.string(), v.null()), limit: v.optional(v.number()) },
  returns: changes,
  handler: async (ctx, { protocol, table, cursor, limit }) => {
    checkProtocol(protocol ?? 1);
    return changesSince(ctx, await readerId(ctx), synced(table), cursor, limit ?? mostRecords);
  },
});

/**
 * Carries changes to one table out, in their order; answers each. As pushChanges, with the table said once: one refused record
 * keeps none of the others back, and sending the same again has no further effect.
 */
export const bulkUpsert = mutation({
  args: { protocol, table: v.string(), ops: v.array(opOfTable) },
  returns: v.object({ answers: v.array(answer) }),
  handler: async (ctx, { protocol, table, ops }) => {
    checkProtocol(protocol ?? 1);
    const { externalId } = await signedInPerson(ctx);
    const name = synced(table);
    return { answers: await push(ctx, externalId, ops.map((op) => ({ ...op, table: name }))) };
  },
});

/**
 * The beginning of all of the caller's tables as they were at one moment, for a device that has nothing yet. Where a table says
 * that there is more, ask on with its cursor by getChangesSince.
 */
export const getFullState = query({
  args: { protocol, limit: v.optional(v.number()) },
  returns: v.record(v.string(), changes),
  handler: async (ctx, { protocol, limit }) => {
    checkProtocol(protocol ?? 1);
    return fullState(ctx, await readerId(ctx), limit ?? usualOfEach);
  },
});

/** One record of the caller's, deleted or not; null when there is none. */
export const getRecord = query({
  args: { table: v.string(), clientId: v.string() },
  returns: v.union(record, v.null()),
  handler: async (ctx, { table, clientId }) => {
    const row = await findRow(ctx, synced(table), await readerId(ctx), clientId);
    return row === null ? null : shown(table as TableName, row);
  },
});

/** Where each table stands for the caller: follow it to learn when there is something to ask for. */
export const heads = query({
  args: { protocol },
  returns: v.record(v.string(), v.union(v.string(), v.null())),
  handler: async (ctx, { protocol }) => {
    checkProtocol(protocol ?? 1);
    const ownerId = await readerId(ctx);
    const heads: Record<string, string | null> = {};
    for (const table of tableNames) {
      heads[table] = await headOf(ctx, ownerId, table);
    }
    return heads;
  },
});

/** Forgets what was deleted long ago, a batch a transaction until none is left. */
export const forget = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx): Promise<null> => {
    if (await forgetDeleted(ctx)) {
      await ctx.scheduler.runAfter(0, internal.sync.forget, {});
    }
    return null;
  },
});

function synced(table: string): TableName {
  if (!isTable(table)) {
    throw refuseField("table", "UnknownTable", `There is no table ${table} to sync. Update the app.`);
  }
  return table;
}

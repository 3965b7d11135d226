import { v } from "convex/values";
import { mutation, query } from "../../_generated/server";
import { readerId } from "../generation";
import { signedInPerson } from "../person";
import { answer, opOfTable } from "./apply";
import { changes, changesSince as since, mostRecords } from "./pull";
import { push } from "./push";
import type { TableName } from "./tables";

/**
 * The functions of one synced table by itself, for clients that know only this one; sync.ts has those for all tables. Whose the
 * records are is told by the caller's token alone.
 */
export function functionsOf(table: TableName) {
  return {
    /** Makes, changes, deletes or restores one record. */
    upsert: mutation({
      args: opOfTable.fields,
      returns: answer,
      handler: async (ctx, change) => {
        const { externalId } = await signedInPerson(ctx);
        return (await push(ctx, externalId, [{ ...change, table }]))[0]!;
      },
    }),

    /** What of the caller's has changed since the cursor. */
    changesSince: query({
      args: { cursor: v.union(v.string(), v.null()), limit: v.optional(v.number()) },
      returns: changes,
      handler: async (ctx, { cursor, limit }) => since(ctx, await readerId(ctx), table, cursor, limit ?? mostRecords),
    }),

    /** The same from the beginning: ask on with the cursor that it gives, by changesSince. */
    all: query({
      args: { limit: v.optional(v.number()) },
      returns: changes,
      handler: async (ctx, { limit }) => since(ctx, await readerId(ctx), table, null, limit ?? mostRecords),
    }),
  };
}

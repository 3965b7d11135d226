import { v, type Infer } from "convex/values";
import type { MutationCtx, QueryCtx } from "../../_generated/server";
import { refuseField } from "../refusal";
import { floorOf, raiseFloor } from "./floor";
import { rowsOf, shown, type Row } from "./apply";
import { tableNames, type TableName } from "./tables";
import { record } from "./table";

/** Records that one call gives, unless more were written in one transaction. */
export const mostRecords = 1000;

/** Records of each table that a call for all tables gives unless told: even long ones stay below what a query may read. */
export const usualOfEach = 25;

const mostOfEach = 100;

/** As long as a device may be away and still learn of deletions one by one. */
const keptMillis = 90 * 24 * 60 * 60 * 1000;
const batch = 200;

/** A piece of what has changed. */
export const changes = v.object({
  rows: v.array(record),
  /** What to ask with next: opaque. Null while there is nothing. */
  cursor: v.union(v.string(), v.null()),
  more: v.boolean(),
  /** The cursor is older than what is remembered of deletions: drop what is known of the table and ask from null. */
  reset: v.boolean(),
});

export type Changes = Infer<typeof changes>;

/**
 * What was written after the cursor, in the order of commits, each record once as it is now; from null all that there is. A record
 * that is written meanwhile comes (again) later, so following cursors to the end misses nothing. What was deleted comes from null,
 * too: whoever asks for the first time may know records already, from the answers to its own changes.
 */
export async function changesSince(
  ctx: QueryCtx,
  ownerId: string,
  table: TableName,
  cursor: string | null,
  limit: number,
): Promise<Changes> {
  const floor = await floorOf(ctx, ownerId, table);
  const { after, known } = cursor === null ? { after: 0n, known: floor } : positionOf(cursor);
  const wanted = Math.max(1, Math.min(limit, mostRecords));
  if (known < floor) {
    return { rows: [], cursor: null, more: true, reset: true };
  }
  const page: Row[] = await rowsOf(ctx, table)
    .withIndex("by_change", (q: any) => q.eq("ownerId", ownerId).gt("commitTs", after))
    .take(wanted);
  const last = page.at(-1);
  if (last === undefined) {
    return { rows: [], cursor: cursorOf(after, known), more: false, reset: false };
  }
  const more = page.length === wanted;
  // What one transaction wrote has one time: a page never ends within it.
  const tied: Row[] = more
    ? await rowsOf(ctx, table)
        .withIndex("by_change", (q: any) => q.eq("ownerId", ownerId).eq("commitTs", last.commitTs))
        .collect()
    : [];
  const seen = new Set(page.map((row) => row.clientId));
  const rows = [...page, ...tied.filter((row) => !seen.has(row.clientId))];
  return {
    rows: rows.map((row) => shown(table, row)),
    cursor: cursorOf(last.commitTs, known),
    more,
    reset: false,
  };
}

/** What there is of each table from its beginning, at most so many records of each unless one transaction wrote more. */
export async function fullState(ctx: QueryCtx, ownerId: string, limit: number): Promise<Record<string, Changes>> {
  const state: Record<string, Changes> = {};
  for (const table of tableNames) {
    state[table] = await changesSince(ctx, ownerId, table, null, Math.min(limit, mostOfEach));
  }
  return state;
}

/** The cursor of who has read everything; null when nothing was ever written. Changes when something is. */
export async function headOf(ctx: QueryCtx, ownerId: string, table: TableName): Promise<string | null> {
  const newest: Row | null = await rowsOf(ctx, table)
    .withIndex("by_change", (q: any) => q.eq("ownerId", ownerId))
    .order("desc")
    .first();
  return cursorOf(newest === null ? 0n : newest.commitTs as bigint, await floorOf(ctx, ownerId, table));
}

/**
 * "after" or "after.known": what was read up to, and, where that is later, up to which deletions need not be told. Who begins anew
 * needs to be told of none that is forgotten by then, although all that is left to read may be older.
 */
function cursorOf(after: bigint, known: bigint): string | null {
  if (after === 0n && known === 0n) {
    return null;
  }
  return known > after ? `${after}.${known}` : String(after);
}

function positionOf(cursor: string): { after: bigint; known: bigint } {
  const said = /^([0-9]{1,19})(?:\.([0-9]{1,19}))?$/.exec(cursor);
  if (said === null) {
    throw refuseField("cursor", "InvalidCursor", "A cursor is what an earlier call gave, or null.");
  }
  const after = BigInt(said[1]!);
  const known = said[2] === undefined ? after : BigInt(said[2]);
  return { after, known: known > after ? known : after };
}

/**
 * Forgets the oldest records that were deleted more than ninety days ago. Whoever has not asked since is told to begin anew.
 *
 * @return whether more may be left
 */
export async function forgetDeleted(ctx: MutationCtx): Promise<boolean> {
  let more = false;
  for (const table of tableNames) {
    const old: Row[] = await rowsOf(ctx, table)
      .withIndex("by_deletion", (q: any) => q.gt("deletedAt", 0).lt("deletedAt", Date.now() - keptMillis))
      .take(batch);
    for (const row of old) {
      await ctx.db.delete(row._id);
      await raiseFloor(ctx, row.ownerId, table, row.commitTs as bigint);
    }
    more ||= old.length === batch;
  }
  return more;
}

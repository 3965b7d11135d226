import type { MutationCtx, QueryCtx } from "../../_generated/server";
import type { TableName } from "./tables";

/** Up to where deletions of an owner's records have been forgotten. */
export async function floorOf(ctx: QueryCtx, ownerId: string, table: TableName): Promise<bigint> {
  const floor = await ctx.db
    .query("syncFloors")
    .withIndex("by_owner", (q) => q.eq("ownerId", ownerId).eq("table", table))
    .unique();
  return floor === null ? 0n : floor.position;
}

/** Notes that the deletion of a record that was written then is forgotten. */
export async function raiseFloor(ctx: MutationCtx, ownerId: string, table: TableName, position: bigint): Promise<void> {
  const floor = await ctx.db
    .query("syncFloors")
    .withIndex("by_owner", (q) => q.eq("ownerId", ownerId).eq("table", table))
    .unique();
  if (floor === null) {
    await ctx.db.insert("syncFloors", { ownerId, table, position });
  } else if (position > floor.position) {
    await ctx.db.patch(floor._id, { position });
  }
}

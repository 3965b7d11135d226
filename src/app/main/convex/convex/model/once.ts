import type { MutationCtx } from "../_generated/server";
import { refuse, refuseField } from "./refusal";

const longestOpId = 64;
/** Whoever repeats a write does so within weeks: an outbox, a phone that was away. */
const keptMillis = 90 * 24 * 60 * 60 * 1000;
/** Rows that one transaction reads and deletes; each may hold an answer of some size. */
const batch = 200;

/** One write by one person: who, through which function, under which id (absent: a write nobody will repeat). */
export type Operation = { opId: string | undefined; externalId: string; function: string };

/**
 * Runs the effect at most once for this operation. The answer is stored in the same transaction as the effect, so a
 * caller who lost the reply repeats the call and gets the first answer, without a second effect.
 *
 * Ids are one person's own: the same id sent by somebody else is another operation.
 */
export async function once<Result>(
  ctx: MutationCtx,
  operation: Operation,
  effect: () => Promise<Result>,
): Promise<Result> {
  const { opId, externalId } = operation;
  if (opId === undefined) {
    return effect();
  }
  if (opId.trim() === "" || opId.length > longestOpId) {
    throw refuseField("opId", "InvalidOpId", `An operation id has between 1 and ${longestOpId} characters.`);
  }
  const seen = await ctx.db
    .query("syncOps")
    .withIndex("by_opId", (q) => q.eq("opId", opId).eq("externalId", externalId))
    .unique();
  if (seen !== null) {
    if (seen.function !== operation.function) {
      throw refuse("OpIdReused", `This operation id belongs to an earlier call of ${seen.function}.`);
    }
    return seen.result;
  }
  const result = await effect();
  await ctx.db.insert("syncOps", { opId, externalId, function: operation.function, result, createdAt: Date.now() });
  return result;
}

/** Deletes the oldest operations that are older than ninety days. @return how many, and whether more may be left */
export async function forgetOperations(ctx: MutationCtx): Promise<{ forgotten: number; more: boolean }> {
  const old = await ctx.db
    .query("syncOps")
    .withIndex("by_creation_time", (q) => q.lt("_creationTime", Date.now() - keptMillis))
    .take(batch);
  for (const operation of old) {
    await ctx.db.delete(operation._id);
  }
  return { forgotten: old.length, more: old.length === batch };
}

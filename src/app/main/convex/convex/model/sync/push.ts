import type { MutationCtx } from "../../_generated/server";
import { refuse, refuseField } from "../refusal";
import { apply, type Answer, type Op } from "./apply";

/** The form of the calls and of what they carry. A client of another one is told to update. */
export const protocol = 1;

/** Changes that one call carries. Each reads and writes a record and its operation. */
export const mostChanges = 500;

const longestOpId = 64;

/** Refuses ProtocolTooOld and ProtocolTooNew. */
export function checkProtocol(said: number): void {
  if (said !== protocol) {
    throw refuse(
      said < protocol ? "ProtocolTooOld" : "ProtocolTooNew",
      said < protocol ? "This app is too old to sync. Update it." : "This app is newer than the server. Try again later.",
    );
  }
}

/**
 * Carries changes out in their order, each once: the answer of an applied one is stored in the same transaction as its effect.
 * After a refused one the rest of its record is not looked at.
 */
export async function push(ctx: MutationCtx, ownerId: string, ops: Op[]): Promise<Answer[]> {
  if (ops.length > mostChanges) {
    throw refuseField("ops", "TooManyChanges", `A call carries at most ${mostChanges} changes.`);
  }
  const stopped = new Set<string>();
  const answers: Answer[] = [];
  for (const op of ops) {
    const of = JSON.stringify([op.table, op.clientId]);
    const answer: Answer = stopped.has(of)
      ? { opId: op.opId, status: "blocked", row: null, conflict: null, refusal: null }
      : await applyOnce(ctx, ownerId, op);
    if (answer.status !== "applied") {
      stopped.add(of);
    }
    answers.push(answer);
  }
  return answers;
}

async function applyOnce(ctx: MutationCtx, ownerId: string, op: Op): Promise<Answer> {
  if (op.opId.trim() === "" || op.opId.length > longestOpId) {
    throw refuseField("opId", "InvalidOpId", `An operation id has between 1 and ${longestOpId} characters.`);
  }
  const seen = await ctx.db
    .query("syncOps")
    .withIndex("by_opId", (q) => q.eq("opId", op.opId).eq("externalId", ownerId))
    .unique();
  if (seen !== null) {
    if (seen.function !== "sync:pushChanges") {
      throw refuse("OpIdReused", `This operation id belongs to an earlier call of ${seen.function}.`);
    }
    return seen.result;
  }
  const answer = await apply(ctx, ownerId, op);
  // A refusal is not kept: what is refused today may be fine for the functions of tomorrow.
  if (answer.status === "applied") {
    await ctx.db.insert("syncOps", {
      opId: op.opId,
      externalId: ownerId,
      function: "sync:pushChanges",
      result: answer,
      createdAt: Date.now(),
    });
  }
  return answer;
}

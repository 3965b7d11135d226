import { v, type Infer } from "convex/values";
import type { MutationCtx } from "../_generated/server";
import { change, findPerson, type Person } from "./person";

const text = v.optional(v.union(v.string(), v.null()));

/** The part of a Clerk user that is kept here. An absent field stays as it is; null clears it. */
export const clerkUser = v.object({
  id: v.string(),
  username: text,
  first_name: text,
  last_name: text,
  image_url: text,
  email: text,
  banned: v.optional(v.boolean()),
  /** Not Clerk's: what another mirror remembers, for somebody who is not here. Who is here keeps their own. */
  interests: v.optional(v.array(v.string())),
  /** Clerk's time of this state, in milliseconds. */
  updated_at: v.number(),
});

/** What a message from Clerk led to. Ignored: it was late, told nothing new, or spoke of somebody deleted. */
export const applied = v.union(
  v.literal("created"),
  v.literal("updated"),
  v.literal("ignored"),
  v.literal("deleted"),
);

export type Applied = Infer<typeof applied>;
export type ClerkUser = Infer<typeof clerkUser>;

/** Brings a person to Clerk's state. Clerk wins on every field it has; interests and devices are not its business. */
export async function applyClerkUser(ctx: MutationCtx, user: ClerkUser): Promise<Applied> {
  const known = await findPerson(ctx, user.id);
  if (known === null) {
    await insertPerson(ctx, user.id, {
      ...columnsOf(user),
      ...(user.interests === undefined ? {} : { interests: user.interests }),
      clerkUpdatedAt: user.updated_at,
    });
    return "created";
  }
  // A state of the same time is applied: that is how a drift of ours is put right when Clerk itself did not change.
  if (known.deletedAt !== undefined || user.updated_at < (known.clerkUpdatedAt ?? 0)) {
    return "ignored";
  }
  const after = await change(ctx, known, columnsOf(user));
  // Clerk also tells of changes to what is not kept here; those move its clock and nothing that readers watch.
  await ctx.db.patch(known._id, { clerkUpdatedAt: user.updated_at });
  return after === known ? "ignored" : "updated";
}

/** Leaves a tombstone, also for somebody never seen here: the message of the creation may still be under way. */
export async function applyClerkDeletion(ctx: MutationCtx, id: string, at: number): Promise<Applied> {
  const known = await findPerson(ctx, id);
  if (known === null) {
    await insertPerson(ctx, id, { deletedAt: at });
    return "deleted";
  }
  if (known.deletedAt !== undefined) {
    return "ignored";
  }
  await change(ctx, known, { deletedAt: at });
  return "deleted";
}

function columnsOf(user: ClerkUser): Partial<Person> {
  const columns: Partial<Person> = {};
  for (const field of ["username", "first_name", "last_name", "image_url", "email"] as const) {
    const value = user[field];
    if (value !== undefined) {
      columns[field] = value ?? undefined;
    }
  }
  if (user.banned !== undefined) {
    columns.banned = user.banned;
  }
  return columns;
}

async function insertPerson(ctx: MutationCtx, externalId: string, columns: Partial<Person>): Promise<void> {
  const now = Date.now();
  await ctx.db.insert("users", {
    externalId,
    // What Convex will derive from this person's first token.
    tokenIdentifier: `${process.env.CLERK_ISSUER ?? ""}|${externalId}`,
    interests: [],
    localIds: [],
    createdAt: now,
    updatedAt: now,
    ...columns,
  });
}

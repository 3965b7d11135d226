import type { UserIdentity } from "convex/server";
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { refuse } from "./refusal";

/** The fields of a person. Times are milliseconds since 1970; names are Clerk's, in Clerk's spelling. */
export const personFields = {
  /** Clerk's id of the person: the subject of every token. */
  externalId: v.string(),
  /** Issuer and subject, as Convex derives them from a token. */
  tokenIdentifier: v.string(),
  email: v.optional(v.string()),
  /** Not unique here. Clerk is the authority: a second check could only disagree with it, and would lock out whoever
   *  takes a name that another person gave up a moment ago. */
  username: v.optional(v.string()),
  first_name: v.optional(v.string()),
  last_name: v.optional(v.string()),
  image_url: v.optional(v.string()),
  interests: v.array(v.string()),
  /** Ids under which devices kept this person's records before the first sign-in. */
  localIds: v.array(v.string()),
  onboardingCompletedAt: v.optional(v.number()),
  /** Clerk's own time of the newest state of this person that was applied here. */
  clerkUpdatedAt: v.optional(v.number()),
  /** Set once, never unset: a tombstone that late messages cannot revive. */
  deletedAt: v.optional(v.number()),
  banned: v.optional(v.boolean()),
  createdAt: v.number(),
  updatedAt: v.number(),
};

/** A person as functions return one. */
export const person = v.object({ _id: v.id("users"), _creationTime: v.number(), ...personFields });

export type Person = Doc<"users">;

/** The row of this Clerk id, tombstones included; null when there is none. */
export function findPerson(ctx: QueryCtx, externalId: string): Promise<Person | null> {
  return ctx.db
    .query("users")
    .withIndex("by_externalId", (q) => q.eq("externalId", externalId))
    .unique();
}

/** Whether this row may act: neither banned nor deleted. */
export function isActive(row: Person): boolean {
  return row.deletedAt === undefined && row.banned !== true;
}

/**
 * The caller's row, made from the token's claims when this is the first call of the person. Refuses NotSignedIn,
 * AccountDeleted and AccountBanned: a token outlives a ban or a deletion by up to a day, so each call asks the row.
 */
export async function signedInPerson(ctx: MutationCtx): Promise<Person> {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) {
    throw refuse("NotSignedIn", "You are not signed in. Sign in and try again.");
  }
  const known = await findPerson(ctx, identity.subject);
  if (known === null) {
    return createPerson(ctx, identity);
  }
  if (known.deletedAt !== undefined) {
    throw refuse("AccountDeleted", "This account has been deleted.");
  }
  if (known.banned === true) {
    throw refuse("AccountBanned", "This account has been banned.");
  }
  return known;
}

async function createPerson(ctx: MutationCtx, identity: UserIdentity): Promise<Person> {
  const now = Date.now();
  const id = await ctx.db.insert("users", {
    externalId: identity.subject,
    tokenIdentifier: identity.tokenIdentifier,
    email: present(identity.email),
    username: present(identity.preferredUsername) ?? present(identity.nickname),
    first_name: present(identity.givenName),
    last_name: present(identity.familyName),
    image_url: present(identity.pictureUrl),
    interests: [],
    localIds: [],
    createdAt: now,
    updatedAt: now,
  });
  return reload(ctx, id);
}

/** Writes the fields that differ from the row, with a new updatedAt; undefined removes one. Gives the row after it. */
export async function change(ctx: MutationCtx, row: Person, wanted: Partial<Person>): Promise<Person> {
  const changed = Object.entries(wanted).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(row[field as keyof Person]),
  );
  if (changed.length === 0) {
    return row;
  }
  // Two writes in one millisecond must still be told apart by whoever reads by_updatedAt.
  const updatedAt = Math.max(Date.now(), row.updatedAt + 1);
  await ctx.db.patch(row._id, { ...Object.fromEntries(changed), updatedAt });
  return reload(ctx, row._id);
}

async function reload(ctx: MutationCtx, id: Person["_id"]): Promise<Person> {
  return (await ctx.db.get(id))!;
}

/** A claim's text; a template fills the claims of a person who has no name with an empty text. */
function present(claim: string | undefined): string | undefined {
  return claim === undefined || claim.trim() === "" ? undefined : claim;
}

import { v } from "convex/values";
import { internalMutation, mutation, query, type MutationCtx } from "./_generated/server";
import { applied, applyClerkDeletion, applyClerkUser, clerkUser } from "./model/clerk";
import { once } from "./model/once";
import { change, findPerson, isActive, person, signedInPerson, type Person } from "./model/person";
import { checkedProfile, profileFields, type ProfileChange } from "./model/profile";
import { refuse, refuseField } from "./model/refusal";

const operation = { opId: v.optional(v.string()) };

const mostLocalIds = 100;
const longestLocalId = 128;

/** The caller, or null: not signed in, not known yet, banned or deleted. */
export const current = query({
  args: {},
  returns: v.union(person, v.null()),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    const row = identity === null ? null : await findPerson(ctx, identity.subject);
    return row !== null && isActive(row) ? row : null;
  },
});

/** As whom this deployment takes the token that came with the call; null without one. Tells nothing but the token's own. */
export const whoami = query({
  args: {},
  returns: v.union(v.object({ issuer: v.string(), subject: v.string(), tokenIdentifier: v.string() }), v.null()),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) {
      return null;
    }
    const { issuer, subject, tokenIdentifier } = identity;
    return { issuer, subject, tokenIdentifier };
  },
});

/**
 * The caller, made from the token's claims at the first call. Never revives somebody deleted. Repeating it changes
 * nothing by itself, so an operation id is taken and not needed.
 */
export const getOrCreate = mutation({
  args: { ...operation },
  returns: person,
  handler: (ctx) => signedInPerson(ctx),
});

/** Changes the caller's profile; see profileFields for absent and null. */
export const updateProfile = mutation({
  args: { ...operation, ...profileFields },
  returns: person,
  handler: (ctx, { opId, ...profile }) => saveProfile(ctx, "users:updateProfile", opId, profile),
});

/** Like updateProfile, while the person is still being welcomed. */
export const updateOnboardingData = mutation({
  args: { ...operation, ...profileFields },
  returns: person,
  handler: (ctx, { opId, ...profile }) => saveProfile(ctx, "users:updateOnboardingData", opId, profile),
});

/** Like updateProfile, and notes when the welcome ended; a second call does not move that time. */
export const completeOnboarding = mutation({
  args: { ...operation, ...profileFields },
  returns: person,
  handler: (ctx, { opId, ...profile }) =>
    saveProfile(ctx, "users:completeOnboarding", opId, profile, (row) => ({
      onboardingCompletedAt: row.onboardingCompletedAt ?? Date.now(),
    })),
});

/** Says that records kept under this id on a device belong to the caller. Linking twice changes nothing. */
export const linkLocalId = mutation({
  args: { ...operation, localId: v.string() },
  returns: person,
  handler: async (ctx, { opId, localId }) => {
    const row = await signedInPerson(ctx);
    return once(ctx, { opId, externalId: row.externalId, function: "users:linkLocalId" }, async () => {
      if (localId.trim() === "" || localId.length > longestLocalId) {
        throw refuseField("localId", "InvalidLocalId", `A local id has between 1 and ${longestLocalId} characters.`);
      }
      if (row.localIds.includes(localId)) {
        return row;
      }
      if (row.localIds.length >= mostLocalIds) {
        throw refuse("TooManyLocalIds", `At most ${mostLocalIds} devices can be linked to one account.`);
      }
      return change(ctx, row, { localIds: [...row.localIds, localId] });
    });
  },
});

/** Applies a state of a Clerk user, from a webhook or a reconciliation. */
export const upsertFromClerk = internalMutation({
  args: { ...operation, user: clerkUser },
  returns: applied,
  handler: (ctx, { opId, user }) =>
    once(ctx, { opId, externalId: user.id, function: "users:upsertFromClerk" }, () => applyClerkUser(ctx, user)),
});

/**
 * Applies the deletion of a Clerk user; `at` is when it happened (milliseconds), now when absent. The tombstone makes a
 * repeat harmless, so an operation id is taken and not needed.
 */
export const deleteFromClerk = internalMutation({
  args: { ...operation, id: v.string(), at: v.optional(v.number()) },
  returns: applied,
  handler: (ctx, { id, at }) => applyClerkDeletion(ctx, id, at ?? Date.now()),
});

async function saveProfile(
  ctx: MutationCtx,
  name: string,
  opId: string | undefined,
  profile: ProfileChange,
  more: (row: Person) => Partial<Person> = () => ({}),
): Promise<Person> {
  const row = await signedInPerson(ctx);
  return once(ctx, { opId, externalId: row.externalId, function: name }, () =>
    change(ctx, row, { ...checkedProfile(profile), ...more(row) }),
  );
}

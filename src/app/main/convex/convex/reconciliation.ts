import { v } from "convex/values";
import { internalQuery } from "./_generated/server";
import { shownForComparison, comparedPerson, mostAtOnce } from "./model/comparison";
import { refuse } from "./model/refusal";

/** The rows of these Clerk ids, in any order, tombstones included; ids that nobody has are left out. */
export const byIds = internalQuery({
  args: { ids: v.array(v.string()) },
  returns: v.array(comparedPerson),
  handler: async (ctx, { ids }) => {
    if (ids.length > mostAtOnce) {
      throw refuse("TooManyIds", `At most ${mostAtOnce} people can be asked for at once.`);
    }
    // Not `unique`: a row that is there twice must not stop everybody's comparison.
    const rows = await Promise.all(
      ids.map((id) =>
        ctx.db
          .query("users")
          .withIndex("by_externalId", (q) => q.eq("externalId", id))
          .first(),
      ),
    );
    return rows.filter((row) => row !== null).map(shownForComparison);
  },
});

/** The next rows after this Clerk id, in the order of the ids; an empty text begins, an empty answer is the end. */
export const page = internalQuery({
  args: { after: v.string(), limit: v.number() },
  returns: v.array(comparedPerson),
  handler: async (ctx, { after, limit }) => {
    const rows = await ctx.db
      .query("users")
      .withIndex("by_externalId", (q) => q.gt("externalId", after))
      .take(Math.max(1, Math.min(limit, mostAtOnce)));
    return rows.map(shownForComparison);
  },
});

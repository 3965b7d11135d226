import { v, type Infer } from "convex/values";
import type { Person } from "./person";

/** One query reads so many people at most: far below what a query may read. */
export const mostAtOnce = 500;

const text = v.union(v.string(), v.null());

/** What is held against Clerk and the other mirrors; null where there is nothing. */
export const comparedPerson = v.object({
  id: v.string(),
  username: text,
  first_name: text,
  last_name: text,
  image_url: text,
  email: text,
  banned: v.boolean(),
  interests: v.array(v.string()),
  /** Clerk's time of the newest state that was applied here, in milliseconds. */
  clerk_updated_at: v.union(v.number(), v.null()),
  deleted: v.boolean(),
});

export function shownForComparison(row: Person): Infer<typeof comparedPerson> {
  return {
    id: row.externalId,
    username: row.username ?? null,
    first_name: row.first_name ?? null,
    last_name: row.last_name ?? null,
    image_url: row.image_url ?? null,
    email: row.email ?? null,
    banned: row.banned === true,
    interests: row.interests,
    clerk_updated_at: row.clerkUpdatedAt ?? null,
    deleted: row.deletedAt !== undefined,
  };
}

import { v, type Infer } from "convex/values";
import type { Person } from "./person";
import { refuseField } from "./refusal";

const text = v.optional(v.union(v.string(), v.null()));

/** What a person may change about themselves. An absent field stays as it is; null clears it. */
export const profileFields = {
  username: text,
  first_name: text,
  last_name: text,
  image_url: text,
  interests: v.optional(v.union(v.array(v.string()), v.null())),
};

const profile = v.object(profileFields);

export type ProfileChange = Infer<typeof profile>;

export const limits = { username: { min: 4, max: 64 }, name: 64, imageUrl: 2048, interests: 20, interest: 40 };

/** The columns to write for this change, each checked and trimmed. Refuses the first field that breaks its rule. */
export function checkedProfile(change: ProfileChange): Partial<Person> {
  const columns: Partial<Person> = {};
  if (change.username !== undefined) {
    columns.username = change.username === null ? undefined : checkedUsername(change.username);
  }
  if (change.first_name !== undefined) {
    columns.first_name = checkedName("first_name", "InvalidFirstName", "first name", change.first_name);
  }
  if (change.last_name !== undefined) {
    columns.last_name = checkedName("last_name", "InvalidLastName", "last name", change.last_name);
  }
  if (change.image_url !== undefined) {
    columns.image_url = change.image_url === null ? undefined : checkedImageUrl(change.image_url);
  }
  if (change.interests !== undefined) {
    columns.interests = checkedInterests(change.interests ?? []);
  }
  return columns;
}

function checkedUsername(username: string): string {
  const { min, max } = limits.username;
  if (username.length < min || username.length > max) {
    throw refuseField("username", "InvalidUsername", `A username has between ${min} and ${max} characters.`);
  }
  if (!/^[A-Za-z0-9_-]+$/.test(username)) {
    throw refuseField(
      "username",
      "InvalidUsername",
      "A username consists of the letters A to Z, digits, hyphens and underscores.",
    );
  }
  return username;
}

/** A blank name is no name: it clears the field like null does. */
function checkedName(field: string, code: string, noun: string, name: string | null): string | undefined {
  const trimmed = (name ?? "").trim();
  if (trimmed.length > limits.name) {
    throw refuseField(field, code, `The ${noun} has at most ${limits.name} characters.`);
  }
  return trimmed === "" ? undefined : trimmed;
}

function checkedImageUrl(url: string): string {
  if (url.length > limits.imageUrl) {
    throw refuseField("image_url", "InvalidImageUrl", `The picture's address has at most ${limits.imageUrl} characters.`);
  }
  // Addresses only: a picture as data would soon exceed what one document may hold.
  if (!/^https?:\/\/[^\s/?#]+\S*$/i.test(url)) {
    throw refuseField("image_url", "InvalidImageUrl", "The picture's address starts with http:// or https://.");
  }
  return url;
}

function checkedInterests(interests: string[]): string[] {
  if (interests.length > limits.interests) {
    throw refuseField("interests", "InvalidInterests", `Choose at most ${limits.interests} interests.`);
  }
  const seen = new Set<string>();
  return interests.map((interest) => {
    const trimmed = interest.trim();
    if (trimmed.length < 1 || trimmed.length > limits.interest) {
      throw refuseField("interests", "InvalidInterests", `An interest has between 1 and ${limits.interest} characters.`);
    }
    if (seen.has(trimmed.toLowerCase())) {
      throw refuseField("interests", "InvalidInterests", `The interest "${trimmed}" is there twice.`);
    }
    seen.add(trimmed.toLowerCase());
    return trimmed;
  });
}

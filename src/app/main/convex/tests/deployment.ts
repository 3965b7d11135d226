import { convexTest } from "convex-test";
import { ConvexError } from "convex/values";
import { expect } from "vitest";
import { internal } from "../convex/_generated/api";
import schema from "../convex/schema";

/** An empty deployment that holds the functions under convex/. */
export function deployment() {
  return convexTest(schema, import.meta.glob("../convex/**/*.*s"));
}

export type Deployment = ReturnType<typeof deployment>;

export const issuer = "https://clerk.test";

/** The claims of Ada's token; more claims or others by `claims`. */
export function ada(claims: Record<string, unknown> = {}) {
  return {
    subject: "user_ada",
    issuer,
    tokenIdentifier: `${issuer}|user_ada`,
    email: "ada@example.com",
    givenName: "Ada",
    familyName: "Lovelace",
    preferredUsername: "ada_l",
    pictureUrl: "https://img.clerk.com/ada",
    ...claims,
  };
}

export function grace() {
  return { subject: "user_grace", issuer, tokenIdentifier: `${issuer}|user_grace` };
}

/** All rows of people, oldest first. */
export function people(t: Pick<Deployment, "run">) {
  return t.run((ctx) => ctx.db.query("users").collect());
}

/** All stored operations. */
export function operations(t: Pick<Deployment, "run">) {
  return t.run((ctx) => ctx.db.query("syncOps").collect());
}

export function clerkSays(t: Deployment, user: Record<string, unknown>, opId?: string) {
  return t.mutation(internal.users.upsertFromClerk, {
    user: { id: "user_ada", updated_at: 1000, ...user },
    ...(opId === undefined ? {} : { opId }),
  });
}

/** Expects the call to be refused with this data, and gives its sentence. */
export async function refusal(call: Promise<unknown>, data: { code: string; field?: string }): Promise<string> {
  const error = await call.then(
    () => expect.fail(`expected ${data.code} but the call went through`),
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(ConvexError);
  // convex-test hands the data over as it crosses the wire.
  const carried = (error as ConvexError<any>).data;
  const found = typeof carried === "string" ? JSON.parse(carried) : carried;
  expect(found).toMatchObject(data);
  expect(found.message).toMatch(/^[A-Z].*\.$/);
  return found.message;
}

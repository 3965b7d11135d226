import { httpRouter } from "convex/server";
import type { Infer } from "convex/values";
import { internal } from "./_generated/api";
import { httpAction } from "./_generated/server";
import type { clerkUser } from "./model/clerk";
import { refusal, signingKeys } from "./model/svix";

/** Characters. A user with all metadata has some tens of thousands. */
const longestBody = 1 << 20;

const http = httpRouter();

/**
 * Where Clerk may send its webhooks when it is to call Convex directly. Lockstep's own `/webhooks/clerk` may get them as
 * well: what the one has applied, the other finds done.
 */
http.route({
  path: "/webhooks/clerk",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    const keys = signingKeys(process.env.CLERK_WEBHOOK_SIGNING_SECRET);
    if (keys.length === 0) {
      return new Response("No signing secret is configured", { status: 503 });
    }
    const body = await request.text();
    if (body.length > longestBody) {
      return new Response("An event has at most 1 MiB", { status: 413 });
    }
    const why = await refusal(keys, request.headers, body, Date.now() / 1000);
    if (why !== null) {
      console.warn(`A webhook was refused: ${why}`);
      return new Response("The signature does not fit", { status: 400 });
    }
    const event = parsed(body);
    if (event === null) {
      return new Response("This is no event", { status: 400 });
    }
    // The message's id, so that a second delivery of it gets the first one's answer.
    const opId = request.headers.get("svix-id") ?? undefined;
    switch (event.type) {
      case "user.created":
      case "user.updated":
        await ctx.runMutation(internal.users.upsertFromClerk, { opId, user: clerkUserOf(event.data) });
        break;
      case "user.deleted":
        await ctx.runMutation(internal.users.deleteFromClerk, { id: event.data.id, at: millis(event.timestamp) });
        break;
      default:
      // Nothing of it is kept here, and Clerk need not send it again.
    }
    return new Response(null, { status: 200 });
  }),
});

export default http;

type ClerkEvent = { type: string; timestamp?: number; data: Record<string, any> };

function parsed(body: string): ClerkEvent | null {
  try {
    const event = JSON.parse(body);
    const whole = typeof event?.type === "string" && typeof event.data === "object" && event.data !== null;
    return whole ? event : null;
  } catch {
    return null;
  }
}

function clerkUserOf(data: Record<string, any>): Infer<typeof clerkUser> {
  // The address that is named primary, never simply the first.
  const primary = data.email_addresses?.find((address: { id: string }) => address.id === data.primary_email_address_id);
  return {
    id: data.id,
    username: data.username ?? null,
    first_name: data.first_name ?? null,
    last_name: data.last_name ?? null,
    image_url: data.image_url || null,
    email: primary?.email_address ?? null,
    banned: data.banned ?? false,
    updated_at: data.updated_at,
  };
}

/** Milliseconds by Clerk's specification, seconds in its examples. */
function millis(timestamp: number | undefined): number | undefined {
  return timestamp !== undefined && timestamp < 100_000_000_000 ? timestamp * 1000 : timestamp;
}

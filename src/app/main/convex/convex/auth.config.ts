import type { AuthConfig } from "convex/server";

// Two audiences of one issuer: tokens made from Clerk's "convex" template or its Convex integration, and the OpenID
// Connect id_token that the web sign-in receives. The subject, and so the person, is the same in both.
export default {
  providers: [
    { domain: process.env.CLERK_ISSUER!, applicationID: "convex" },
    { domain: process.env.CLERK_ISSUER!, applicationID: process.env.CLERK_OAUTH_CLIENT_ID! },
  ],
} satisfies AuthConfig;

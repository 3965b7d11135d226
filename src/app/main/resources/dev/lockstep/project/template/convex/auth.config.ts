import type { AuthConfig } from "convex/server";

// Whose sign-ins this project trusts: nobody's yet.
// "Set up sign-in" on the project's page fills this in. By hand, for Clerk:
// set CLERK_JWT_ISSUER_DOMAIN to the instance's Frontend API URL, and list
//   { domain: process.env.CLERK_JWT_ISSUER_DOMAIN!, applicationID: "convex" }
export default {
  providers: [],
} satisfies AuthConfig;

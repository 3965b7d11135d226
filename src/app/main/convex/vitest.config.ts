import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The runtime of Convex is a web worker of sorts; this is its nearest stand-in.
    environment: "edge-runtime",
    include: ["tests/**/*.test.ts"],
    env: { CLERK_ISSUER: "https://clerk.test", CLERK_WEBHOOK_SIGNING_SECRET: "whsec_b25l whsec_dHdv" },
    server: { deps: { inline: ["convex-test"] } },
  },
});

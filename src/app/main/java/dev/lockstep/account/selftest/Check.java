package dev.lockstep.account.selftest;

/** One question on the way of a person's identity from Clerk to Convex, in the order in which they are asked. */
public enum Check {
    /** Does Clerk take the secret key? */
    CLERK_KEY,
    /** Does the issuer publish itself under the name that is configured here? */
    ISSUER,
    /** Does Clerk make a token for Convex from the template? */
    TOKEN,
    /** Does the token say what Convex is to be told? */
    CLAIMS,
    /** Whom does Convex take the token's bearer for? */
    CONVEX,
    /** Does Convex take the web sign-in's own token as well? */
    WEB_TOKEN
}

package dev.lockstep.project.auth;

/** Who signs people in to what is built. */
public sealed interface AuthChoice {

    /** The variable that the project's configuration takes the provider's address from. */
    String variable();

    /** @param issuer the instance's Frontend API, as it is typed or, in a plan, as it calls itself */
    record Clerk(String issuer) implements AuthChoice {

        public static final String VARIABLE = "CLERK_JWT_ISSUER_DOMAIN";

        @Override
        public String variable() {
            return VARIABLE;
        }
    }

    /** @param siteUrl where the app's own frontend is */
    record ConvexAuth(String siteUrl) implements AuthChoice {

        @Override
        public String variable() {
            // Set by Convex itself: the deployment signs its own tokens.
            return "CONVEX_SITE_URL";
        }
    }
}

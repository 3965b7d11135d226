package dev.lockstep.account.selftest;

/** Names of issuers, compared as Convex compares them. */
final class Issuers {

    private Issuers() {}

    /** Without a slash at the end, and https where no scheme is given. */
    static boolean same(String one, String other) {
        return normal(one).equals(normal(other));
    }

    private static String normal(String issuer) {
        String whole = issuer.contains("://") ? issuer : "https://" + issuer;
        return whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    }
}

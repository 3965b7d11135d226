package dev.lockstep.emulator.clerk.people;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A person's password, as a digest that does not tell it.
 *
 * @param hasher how the digest was made, for example {@code bcrypt}; see {@link Digests}
 * @param compromised whether an administrator said that it must not be used any more
 */
public record Password(String digest, String hasher, Instant changedAt, boolean compromised) {

    private static final String FIELD = "password";
    private static final int SHORTEST = 8;
    private static final int LONGEST_BYTES = 72;

    /** Whether rules that only protect people are looked at. What bcrypt cannot hold is refused in any case. */
    public enum Checks {
        MADE,
        SKIPPED
    }

    /** @throws Refusal when it is shorter than eight characters, unless checks are skipped, or longer than 72 bytes */
    public static Password of(String plain, Checks checks, Instant now) {
        if (plain.isEmpty() || (checks == Checks.MADE && plain.codePointCount(0, plain.length()) < SHORTEST)) {
            throw Refusal.field("form_password_length_too_short", FIELD, "Passwords must be 8 characters or more.");
        }
        if (plain.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw Refusal.field("form_password_length_too_long", FIELD, "Passwords must be 72 bytes or less.");
        }
        return new Password(Digests.bcrypt(plain), "bcrypt", now, false);
    }

    /** @throws Refusal when we cannot check passwords against such a digest */
    public static Password digested(String digest, String hasher, Instant now) {
        Digests.check(digest, hasher);
        return new Password(digest, hasher, now, false);
    }

    public boolean matches(String plain) {
        return Digests.match(digest, hasher, plain);
    }

    public Password withCompromised(boolean changed) {
        return new Password(digest, hasher, changedAt, changed);
    }

    /** Nothing of it, not even the digest. */
    @Override
    public String toString() {
        return "•••";
    }
}

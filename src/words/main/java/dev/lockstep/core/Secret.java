package dev.lockstep.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text that must never be shown. {@code toString} gives dots, so that it cannot slip into a log, an exception or a
 * page; {@link #reveal} is the one way out and is called only where the text goes on the wire.
 */
public final class Secret {

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when the text is blank: an empty secret is a missing one */
    public static Secret of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("A secret must not be blank");
        }
        return new Secret(text);
    }

    public String reveal() {
        return text;
    }

    /** Compares in constant time, since secrets are compared with what strangers send. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "•••";
    }
}

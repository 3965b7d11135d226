package dev.lockstep.emulator.clerk.api;

import java.time.Duration;

/**
 * How many requests the Backend API takes.
 *
 * @param requests all requests with the secret key in a window
 * @param writesPerUser changes of one person's profile and metadata in a window
 * @param window Clerk's is ten seconds
 */
public record Limits(int requests, int writesPerUser, Duration window) {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int WRITES_PER_USER = 10;

    public Limits {
        if (requests < 1 || writesPerUser < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("Limits need at least one request in a window longer than nothing");
        }
    }

    /** Those of a production instance. */
    public static Limits production() {
        return new Limits(1000, WRITES_PER_USER, WINDOW);
    }

    /** Those of a development instance. */
    public static Limits development() {
        return new Limits(100, WRITES_PER_USER, WINDOW);
    }
}

package dev.lockstep.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: exponential with full jitter, so that many callers that failed together do
 * not return together.
 *
 * @param first the upper bound of the first wait
 * @param cap the upper bound of every wait
 */
public record Backoff(Duration first, Duration cap) {

    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("A backoff needs 0 < first <= cap, not " + first + " and " + cap);
        }
    }

    /**
     * @param failures how many tries have failed so far, at least 1
     * @return a wait between zero and min(cap, first · 2^(failures-1)), uniformly drawn
     */
    public Duration wait(int failures, RandomGenerator random) {
        if (failures < 1) {
            throw new IllegalArgumentException("Waiting needs at least one failure, not " + failures);
        }
        long bound = first.toMillis();
        for (int i = 1; i < failures && bound < cap.toMillis(); i++) {
            bound *= 2;
        }
        return Duration.ofMillis(random.nextLong(Math.min(bound, cap.toMillis()) + 1));
    }
}

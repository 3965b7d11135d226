package dev.lockstep.outbox.push;

import java.time.Duration;

/**
 * When a destination that keeps failing is left alone.
 *
 * @param calls how many of the last deliveries are looked at, at least 2
 * @param failurePercent from how many failures among them it is left alone, 1 to 100
 * @param open for how long, longer than nothing
 * @param trials how many deliveries then find out whether it is back, at least 1
 */
public record BreakerSettings(int calls, int failurePercent, Duration open, int trials) {

    public BreakerSettings {
        check(calls >= 2, "calls is at least 2, not " + calls);
        check(failurePercent >= 1 && failurePercent <= 100, "failure-percent is from 1 to 100, not " + failurePercent);
        check(!open.isNegative() && !open.isZero(), "open is longer than nothing, not " + open);
        check(trials >= 1, "trials is at least 1, not " + trials);
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException("lockstep.outbox.breaker." + sentence);
        }
    }
}

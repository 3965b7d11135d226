package dev.lockstep.outbox.store;

import java.time.Duration;

/** @param kept how long a change stays after it was settled, longer than nothing */
public record OutboxRetention(Duration kept) {

    public OutboxRetention {
        if (kept.isNegative() || kept.isZero()) {
            throw new IllegalArgumentException("lockstep.outbox.kept is longer than nothing, not " + kept);
        }
    }
}

package dev.lockstep.outbox.push;

import java.time.Duration;

/**
 * How much is sent at once, and how soon.
 *
 * @param workers deliveries at once in the background of one node, at least 1
 * @param pause longer than zero; from the end of a round to the next one, when nobody asks for one
 */
public record PushPace(int workers, Duration pause) {

    public PushPace {
        if (workers < 1) {
            throw new IllegalArgumentException("lockstep.outbox.workers is at least 1, not " + workers);
        }
        if (!pause.isPositive()) {
            throw new IllegalArgumentException("lockstep.outbox.pause is longer than zero, not " + pause);
        }
    }
}

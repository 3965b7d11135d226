package dev.lockstep.outbox.push;

/**
 * How much is sent at once.
 *
 * @param workers deliveries at once in the background of one node, at least 1
 */
public record PushPace(int workers) {

    public PushPace {
        if (workers < 1) {
            throw new IllegalArgumentException("lockstep.outbox.workers is at least 1, not " + workers);
        }
    }
}

package dev.lockstep.outbox.push;

import java.time.Duration;

/**
 * How much one round takes: more while rounds are quick, since the database is asked once per round; less when they are
 * slow, since what waits behind a slow destination is under a lease that keeps other nodes away.
 */
record RoundSize(int changes) {

    static final RoundSize FIRST = new RoundSize(100);

    private static final int LEAST = 25;
    private static final int MOST = 500;
    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final Duration SLOW = Duration.ofSeconds(5);

    RoundSize after(Duration round) {
        if (round.compareTo(QUICK) < 0) {
            return new RoundSize(Math.min(changes * 2, MOST));
        }
        return round.compareTo(SLOW) > 0 ? new RoundSize(Math.max(changes / 2, LEAST)) : this;
    }
}

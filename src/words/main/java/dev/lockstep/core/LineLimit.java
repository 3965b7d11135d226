package dev.lockstep.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Lets so many lines through a minute, and counts the others. Thread-safe. */
public final class LineLimit {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private final int most;
    private Instant began = Instant.EPOCH;
    private int written;
    private long leftOut;

    /** @param most lines in a minute, at least one */
    public LineLimit(Clock clock, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, was " + most);
        }
        this.clock = clock;
        this.most = most;
    }

    /** @return empty for a line that is left out; else how many were since the last one that was not, to be said first */
    public synchronized OptionalLong admit() {
        Instant now = clock.instant();
        long before = 0;
        if (now.isBefore(began) || !now.isBefore(began.plus(WINDOW))) {
            began = now;
            written = 0;
            before = leftOut;
            leftOut = 0;
        }
        if (written == most) {
            leftOut++;
            return OptionalLong.empty();
        }
        written++;
        return OptionalLong.of(before);
    }
}

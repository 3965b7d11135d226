package dev.lockstep.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/**
 * Warnings that strangers can cause: at most so many lines a minute, so that nobody can fill a disk with them. How many were
 * left out is said before the first line of a later minute. Thread-safe.
 */
public final class LimitedLog {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Logger log;
    private final Clock clock;
    private final int most;
    private Instant began = Instant.EPOCH;
    private int written;
    private long leftOut;

    /** @param most lines in a minute, at least one */
    public LimitedLog(Logger log, Clock clock, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, was " + most);
        }
        this.log = log;
        this.clock = clock;
        this.most = most;
    }

    /** @param message as SLF4J takes it, with {@code {}} for each of the values */
    public void warn(String message, Object... values) {
        long before;
        synchronized (this) {
            Instant now = clock.instant();
            before = 0;
            if (now.isBefore(began) || !now.isBefore(began.plus(WINDOW))) {
                began = now;
                written = 0;
                before = leftOut;
                leftOut = 0;
            }
            if (written == most) {
                leftOut++;
                return;
            }
            written++;
        }
        if (before > 0) {
            log.warn("… {} more lines like the next one were left out", before);
        }
        log.warn(message, values);
    }
}

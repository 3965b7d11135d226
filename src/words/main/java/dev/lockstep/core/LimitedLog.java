package dev.lockstep.core;

import java.time.Clock;
import java.util.OptionalLong;
import org.slf4j.Logger;

/**
 * Warnings that strangers can cause: at most so many lines a minute, so that nobody can fill a disk with them. How many were
 * left out is said before the first line of a later minute. Thread-safe.
 */
public final class LimitedLog {

    private final Logger log;
    private final LineLimit limit;

    /** @param most lines in a minute, at least one */
    public LimitedLog(Logger log, Clock clock, int most) {
        this.log = log;
        this.limit = new LineLimit(clock, most);
    }

    /** @param message as SLF4J takes it, with {@code {}} for each of the values */
    public void warn(String message, Object... values) {
        OptionalLong leftOut = limit.admit();
        if (leftOut.isEmpty()) {
            return;
        }
        if (leftOut.getAsLong() > 0) {
            log.warn("… {} more lines like the next one were left out", leftOut.getAsLong());
        }
        log.warn(message, values);
    }
}

package dev.lockstep.emulator.convex.script;

import java.time.Instant;

/**
 * One call of {@code console}.
 *
 * @param message the arguments as people read them, at most {@link #MAX_LENGTH} characters
 * @param whole whether nothing was cut off
 */
public record LogLine(Level level, String message, Instant at, boolean whole) {

    public static final int MAX_LENGTH = 32_768;

    /** The console's levels. */
    public enum Level {
        LOG,
        INFO,
        WARN,
        ERROR,
        DEBUG
    }

    /** A line cut to the longest that is kept. */
    public static LogLine of(Level level, String message, Instant at) {
        boolean whole = message.length() <= MAX_LENGTH;
        return new LogLine(level, whole ? message : message.substring(0, MAX_LENGTH), at, whole);
    }

    /** {@code [LOG] 'text' 5} */
    @Override
    public String toString() {
        return "[" + level + "] " + message;
    }
}

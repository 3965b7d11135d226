package dev.lockstep.sandbox.process;

import java.time.Instant;

/**
 * One line of what a process said, without colours and without the secrets that it was given.
 *
 * @param seq from 1, one more with each line of one attachment; a gap says that the reader was too slow for the lines
 *     between
 * @param time when its end arrived
 * @param text at most {@value #LONGEST} characters, the mark of a cut not counted; without the line's end
 */
public record LogLine(long seq, Instant time, Stream stream, String text) {

    /** What is kept of one line. */
    public static final int LONGEST = 8 * 1024;

    /** Ends a line that was cut. */
    public static final String CUT = " … (cut)";

    /** Where a process wrote to. */
    public enum Stream {
        OUT,
        ERR
    }
}

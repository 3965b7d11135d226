package dev.lockstep.project.attempt;

import java.time.Duration;
import java.time.Instant;

/**
 * How far one step is.
 *
 * @param took so far as it is known: zero while it runs
 */
public record StepState(ConnectStep step, Progress progress, Instant startedAt, Duration took) {

    /** What came of it. */
    public enum Progress {
        RUNNING,
        DONE,
        FAILED
    }
}

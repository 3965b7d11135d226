package dev.lockstep.project.server;

import dev.lockstep.sandbox.process.SandboxKind;
import java.time.Instant;
import java.util.Optional;

/**
 * A project's dev server as it is shown.
 *
 * <p>Its states and what leads from one to the other are drawn in {@code docs/projects.md}.
 *
 * @param phase what is done while it starts
 * @param startedAt of the last start; empty when it was never started
 * @param readyAt of the last push that arrived, in this run
 * @param pushes how many arrived in this run
 * @param outcome how the last run ended, in a sentence
 * @param error what stands in the way: the last lines of a push that failed
 */
public record DevServer(
        Status status,
        Mode mode,
        SandboxKind sandbox,
        Optional<Phase> phase,
        Optional<Instant> startedAt,
        Optional<Instant> readyAt,
        int pushes,
        Optional<Instant> endedAt,
        Optional<String> outcome,
        Optional<String> error) {

    /**
     * Where in the code something is wrong.
     *
     * @param file from the project's root, {@code convex/messages.ts}
     * @param line from 1
     */
    public record Place(String file, int line) {

        /** The one that an error of a push or the refusal of an import names. */
        public static Optional<Place> in(String error) {
            return PushReader.place(error);
        }
    }

    /** Where the push failed, when that was said. */
    public Optional<Place> place() {
        return error.flatMap(Place::in);
    }

    /** Whether there is something to stop. */
    public boolean isUp() {
        return status == Status.STARTING
                || status == Status.READY
                || status == Status.STOPPING
                || (status == Status.ERROR && endedAt.isEmpty());
    }

    /** One that was never started. */
    static final DevServer NEVER = new DevServer(
            Status.STOPPED,
            Mode.WATCH,
            SandboxKind.LOCAL,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** What it is doing. */
    public enum Status {
        STOPPED,
        STARTING,
        READY,
        ERROR,
        STOPPING,
        LOST
    }

    /** How long it goes on. */
    public enum Mode {
        /** Pushes and ends: {@code convex dev --once}. */
        ONCE,
        /** Pushes whenever a file changes: {@code convex dev}. */
        WATCH
    }

    /** What is done while it starts, in this order. */
    public enum Phase {
        FILES,
        PACKAGES,
        PUSH
    }
}

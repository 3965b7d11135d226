package dev.lockstep.outbox;

import dev.lockstep.core.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one destination has made of a person's change so far. */
public sealed interface Outcome {

    /** It is there. */
    record Saved() implements Outcome {}

    /**
     * It is on its way and kept safe.
     *
     * @param reason why it is not there yet, in a sentence
     * @param nextTry when it is tried again; empty while a try is still running
     */
    record Queued(String reason, Optional<Instant> nextTry) implements Outcome {}

    /**
     * The destination says no to the content.
     *
     * @param reason why, in a sentence
     * @param fields the fields at fault
     */
    record Rejected(String reason, List<Problem.Field> fields) implements Outcome {}
}

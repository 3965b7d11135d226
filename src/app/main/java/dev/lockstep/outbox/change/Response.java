package dev.lockstep.outbox.change;

import dev.lockstep.core.Problem;

/** What a destination says to one of several changes that it was handed together. */
public sealed interface Response {

    /**
     * It has it.
     *
     * @param result what the system answered, as JSON; passed to {@link Destination#delivered}
     */
    record Taken(String result) implements Response {}

    /** It does not; the problem's kind decides what happens next. */
    record NotTaken(Problem problem) implements Response {}
}

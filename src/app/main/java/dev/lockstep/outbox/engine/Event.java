package dev.lockstep.outbox.engine;

import dev.lockstep.core.Problem;
import java.time.Duration;
import java.time.Instant;

/** What happens to a change. */
public sealed interface Event {

    /** Somebody takes it for sending, and has it until then. */
    record Taken(Instant until) implements Event {}

    /** What whoever took it has to say. Under a taking that is not the last one it comes too late. */
    sealed interface Answer extends Event {

        /** The number of the taking. */
        int claim();
    }

    /** Its destination has it. */
    record Delivered(int claim) implements Answer {}

    /** Its destination did not take it, and nobody waits to hear that. */
    record NotTaken(int claim, Problem problem) implements Answer {}

    /** Its destination refused it while its person was there to see why: it is not sent again. */
    record Rejected(int claim, Problem problem) implements Answer {}

    /** It was not sent after all. */
    record Released(int claim) implements Answer {}

    /** It was not sent, because its destination does not take it now. */
    record Postponed(int claim, Problem reason, Duration pause) implements Answer {}

    /** What concerns many changes at once, whoever is sending them. Stores do it in one statement. */
    sealed interface Sweep extends Event {}

    /** Its person has signed in: it may go out now. */
    record Woken() implements Sweep {}

    /**
     * The clock was set back after it last moved.
     *
     * @param latest until when a lease may run at most
     */
    record ClockSetBack(Instant latest) implements Sweep {}

    /** It may be sent again with all that had the same answer, with a clean count. */
    record AgainWithOthers() implements Sweep {}

    /** Somebody does something to a change that has not arrived. */
    sealed interface Intervention extends Event {}

    /** It may be sent again from that moment on, with a clean count. */
    record Again(Instant due) implements Intervention {}

    /** Another change carries its content. */
    record Superseded() implements Intervention {}

    /** It is not to be sent. It keeps its content, so that this can be taken back. */
    record Discarded() implements Intervention {}

    /** {@link Discarded} is taken back. */
    record Restored() implements Intervention {}
}

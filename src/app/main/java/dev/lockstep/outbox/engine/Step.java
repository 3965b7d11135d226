package dev.lockstep.outbox.engine;

import java.util.Optional;

/** What an event does to a change. */
public sealed interface Step {

    /**
     * @param after the change as it is to be stored
     * @param effect what is to be written down with it
     */
    record Moved(Entry after, Optional<Effect> effect) implements Step {}

    /** The event does not fit, and nothing changes. */
    record Refused(Reason reason) implements Step {}

    /** Why an event does not fit. */
    enum Reason {
        /** Somebody else has taken it since, or it was settled otherwise. */
        LATE,
        /** Somebody is sending it at this moment. */
        BEING_SENT,
        /** It is not in a state for this. */
        MOVED
    }

    /** The change as it is to be stored; empty when the event does not fit. */
    default Optional<Entry> entry() {
        return this instanceof Moved(Entry after, Optional<Effect> effect) ? Optional.of(after) : Optional.empty();
    }
}

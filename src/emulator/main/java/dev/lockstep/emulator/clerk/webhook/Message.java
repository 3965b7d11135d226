package dev.lockstep.emulator.clerk.webhook;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the application.
 *
 * @param number rises with every message
 * @param id {@code msg_…}, the same in every attempt and replay, so that a receiver can know it again
 * @param payload what is signed and sent, byte for byte
 * @param tries how many attempts of the schedule have been made
 * @param due when the next attempt is; null where none is to come by itself
 */
record Message(
        long number,
        String id,
        String type,
        String payload,
        State state,
        Course course,
        int tries,
        @Nullable Instant due,
        Instant created) {

    /** What becomes of a message. */
    enum State {
        /** An attempt is to come. */
        WAITING,
        /** Goes out after the message that follows it, because a fault said so. */
        HELD,
        SENT,
        /** Every attempt of the schedule failed. */
        FAILED,
        /** The receiver asked not to be tried again. */
        ABORTED,
        /** Lost on purpose, because a fault said so. */
        DROPPED;

        /** As written in the store and to tools. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** How the next attempt is made. */
    enum Course {
        ONCE,
        /** Two times, one right after the other. */
        TWICE
    }
}

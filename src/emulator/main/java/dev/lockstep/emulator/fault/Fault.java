package dev.lockstep.emulator.fault;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One kind of trouble for the requests and messages that match.
 *
 * @param match found in {@code METHOD /path}, for example {@code PATCH /v1/users/}; on WebSockets in {@code RECEIVE
 *     Mutation} or {@code SEND Transition}; of webhooks in {@code WEBHOOK user.updated}
 * @param delay how long to wait before anything else, zero for none
 * @param answer what to answer instead of the emulator; empty lets it answer after the delay
 * @param passage how a webhook goes
 */
public record Fault(Pattern match, Duration delay, Optional<Answer> answer, Passage passage) {

    /**
     * A made-up answer.
     *
     * @param status HTTP status
     * @param body its text
     * @param ending whether the body comes whole
     * @param effect whether the emulator does first what it was asked
     */
    public record Answer(int status, String body, Map<String, String> headers, Ending ending, Effect effect) {}

    /** What becomes of the request that is answered with trouble. */
    public enum Effect {
        /** It never reaches the emulator. */
        NONE,
        /** It is carried out in full; only its answer is lost. */
        DONE
    }

    /** How an answer ends. */
    public enum Ending {
        WHOLE,
        /** The connection closes after the first half of the body. */
        CUT,
        /** The connection closes at once. */
        DROPPED
    }

    /** How a webhook that is not lost reaches its receiver. */
    public enum Passage {
        STRAIGHT,
        /** Two times. */
        TWICE,
        /** After the one that follows it. */
        HELD_BACK
    }

    /** Whether the connection is to be closed instead of an answer or a message. */
    public boolean dropsConnection() {
        return answer.filter(made -> made.ending() == Ending.DROPPED).isPresent();
    }

    boolean hits(String request) {
        return match.matcher(request).find();
    }
}

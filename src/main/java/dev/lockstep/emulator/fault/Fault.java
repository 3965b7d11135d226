package dev.lockstep.emulator.fault;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One kind of trouble for the requests and messages that match.
 *
 * @param match found in {@code METHOD /path}, for example {@code PATCH /v1/users/}; on WebSockets in {@code RECEIVE
 *     Mutation} or {@code SEND Transition}
 * @param delay how long to wait before anything else, zero for none
 * @param answer what to answer instead of the emulator; empty lets it answer after the delay
 */
public record Fault(Pattern match, Duration delay, Optional<Answer> answer) {

    /**
     * A made-up answer.
     *
     * @param status HTTP status
     * @param body its text
     * @param ending whether the body comes whole
     */
    public record Answer(int status, String body, Map<String, String> headers, Ending ending) {}

    /** How an answer ends. */
    public enum Ending {
        WHOLE,
        /** The connection closes after the first half of the body. */
        CUT,
        /** The connection closes at once. */
        DROPPED
    }

    /** Whether the connection is to be closed instead of an answer or a message. */
    public boolean dropsConnection() {
        return answer.filter(made -> made.ending() == Ending.DROPPED).isPresent();
    }

    boolean hits(String request) {
        return match.matcher(request).find();
    }
}

package dev.lockstep.emulator.fault;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One kind of trouble for the requests that match.
 *
 * @param match found in {@code METHOD /path}, for example {@code PATCH /v1/users/}
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
        CUT
    }

    boolean hits(String request) {
        return match.matcher(request).find();
    }
}

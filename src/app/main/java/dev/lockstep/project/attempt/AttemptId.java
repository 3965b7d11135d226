package dev.lockstep.project.attempt;

import java.util.Optional;
import java.util.UUID;

/** One attempt to connect a project. */
public record AttemptId(UUID value) {

    /** Empty when the text is no id. */
    public static Optional<AttemptId> parse(String text) {
        try {
            return Optional.of(new AttemptId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

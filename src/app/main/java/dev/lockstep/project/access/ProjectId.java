package dev.lockstep.project.access;

import java.util.Optional;
import java.util.UUID;

/** A project's id, made here. */
public record ProjectId(UUID value) {

    /** Empty when the text is no id: from an address that somebody typed, for example. */
    public static Optional<ProjectId> parse(String text) {
        try {
            return Optional.of(new ProjectId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

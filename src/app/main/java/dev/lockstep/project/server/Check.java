package dev.lockstep.project.server;

import java.util.Optional;

/**
 * One thing that a dev server needs.
 *
 * @param trouble what is wrong with it, in a sentence; empty when it is there
 */
public record Check(Need need, Optional<String> trouble) {

    /** What a dev server needs. */
    public enum Need {
        CONNECTION,
        SANDBOX,
        ENV_FILE
    }
}

package dev.lockstep.emulator.clerk.access;

import java.util.List;

/**
 * What is told of the instance beside its id.
 *
 * @param allowedOrigins of pages that may use the Frontend API; empty where nobody said
 */
record InstanceSettings(List<String> allowedOrigins) {

    InstanceSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}

package dev.lockstep.core;

import java.util.UUID;

/** Names one change for one destination; also its idempotency key, so it never changes. A UUIDv7. */
public record ChangeId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}

package dev.lockstep.emulator.clerk.webhook;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that was made, and how it went.
 *
 * @param status of the answer, null where none came
 * @param error why none came
 */
record Attempt(
        Instant at,
        URI address,
        @Nullable Integer status,
        @Nullable String error) {}

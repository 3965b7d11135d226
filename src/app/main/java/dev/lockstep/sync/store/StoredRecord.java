package dev.lockstep.sync.store;

import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.Stamp;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of this installation's copy.
 *
 * @param revision as Convex has it; 0 where it has none
 * @param base as Convex has it
 * @param shown with what waits laid over it; empty where there is nothing to see
 * @param stamp the latest that was seen or made here
 */
public record StoredRecord(
        String clientId,
        long revision,
        Optional<Overlay> base,
        Optional<Overlay> shown,
        Stamp stamp,
        Instant createdAt,
        Instant updatedAt) {}

package dev.lockstep.sync.table;

import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.Optional;

/**
 * A conflict and what its owner made of it.
 *
 * @param settledAt when they looked at it and decided; empty while it is open
 * @param putBack the values that what was taken has replaced, by field, {@code null} where there was none; empty when nothing
 *     was taken
 */
public record SettledConflict(Conflict conflict, Optional<Instant> settledAt, Optional<Obj> putBack) {}

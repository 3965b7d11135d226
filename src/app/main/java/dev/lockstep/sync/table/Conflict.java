package dev.lockstep.sync.table;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import java.time.Instant;

/**
 * Two devices changed a record and neither had seen the other's change.
 *
 * @param change what was sent; of a change that lost in some fields and replaced others there are two, the latter under an id that is
 *     made of the change's
 * @param won whether it stands; otherwise Convex kept what it had
 * @param lost the values that do not stand, by field
 * @param kept the record's values after it
 */
public record Conflict(ChangeId change, RecordId record, boolean won, Obj lost, Obj kept, Instant happenedAt) {}

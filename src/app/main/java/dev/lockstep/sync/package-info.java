/**
 * Tables that devices keep copies of: a page reads this installation's own copy and writes to it, whoever can be reached; what
 * was written goes out through the outbox, what others wrote comes in by a cursor. Must not know any single table: features
 * register theirs. Start reading at SyncedRecords.
 */
@ApplicationModule(
        allowedDependencies = {"core", "outbox", "outbox :: change", "platform", "convex", "convex :: value"})
@NullMarked
package dev.lockstep.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

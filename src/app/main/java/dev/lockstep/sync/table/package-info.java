/**
 * The vocabulary of synced tables: what a table is, what a change of a record says, and what a record is with what waits laid
 * over it. Pure. Start reading at SyncedTable.
 */
@NamedInterface("table")
@NullMarked
package dev.lockstep.sync.table;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

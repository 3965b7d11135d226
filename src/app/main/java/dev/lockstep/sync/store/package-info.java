/** This installation's copy of synced tables, in H2 or PostgreSQL. Start reading at RecordStore. */
@NullMarked
package dev.lockstep.sync.store;

import org.jspecify.annotations.NullMarked;

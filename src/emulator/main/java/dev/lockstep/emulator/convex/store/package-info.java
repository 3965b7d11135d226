/**
 * The documents of one deployment: ids, ordered keys, immutable snapshots, transactions with read sets, and the
 * journal on disk. Must not know queries as JSON, validators or functions. Start reading at DocumentStore.
 */
@NullMarked
package dev.lockstep.emulator.convex.store;

import org.jspecify.annotations.NullMarked;

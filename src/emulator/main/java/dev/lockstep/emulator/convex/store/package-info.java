/**
 * The documents of one deployment: immutable snapshots, transactions with read sets, and the one thread that commits them
 * to the journal. Must not know queries as JSON, validators or functions. Start reading at DocumentStore.
 */
@NullMarked
package dev.lockstep.emulator.convex.store;

import org.jspecify.annotations.NullMarked;

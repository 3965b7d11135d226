/**
 * What a deployment's documents are on disk: a snapshot and a log, as entries of bytes, in the tables of its H2 file. Knows ids and
 * JSON as texts; must not know snapshots in memory, transactions or indexes. Start reading at Journal, then Segments.
 */
@NullMarked
package dev.lockstep.emulator.convex.journal;

import org.jspecify.annotations.NullMarked;

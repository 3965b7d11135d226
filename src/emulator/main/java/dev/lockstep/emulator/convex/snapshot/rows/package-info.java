/**
 * Documents as they stand in files: a line of JSON, an element of a JSON array, a row of comma-separated values. Knows
 * values; must not know tables or the store. Start reading at RowFormat.
 */
@NullMarked
package dev.lockstep.emulator.convex.snapshot.rows;

import org.jspecify.annotations.NullMarked;

/**
 * {@code ctx.db} as running code asks for it: JSON in, JSON out, on one transaction. Knows queries, documents and the
 * schema; must not know scripts or functions. Start reading at DocumentCalls.
 */
@NullMarked
package dev.lockstep.emulator.convex.db;

import org.jspecify.annotations.NullMarked;

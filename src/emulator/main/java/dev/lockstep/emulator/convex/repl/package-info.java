/**
 * Queries that somebody writes for this once, and the one module that they may import. Knows how functions are called; must
 * not know HTTP. Start reading at OneOffQueries.
 */
@NullMarked
package dev.lockstep.emulator.convex.repl;

import org.jspecify.annotations.NullMarked;

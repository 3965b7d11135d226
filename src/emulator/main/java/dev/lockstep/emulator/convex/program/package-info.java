/**
 * The Node of this machine, and how it is started: behind the wall, with Node's own permissions, or both. Knows no function.
 * Start reading at NodeProgram.
 */
@NullMarked
package dev.lockstep.emulator.convex.program;

import org.jspecify.annotations.NullMarked;

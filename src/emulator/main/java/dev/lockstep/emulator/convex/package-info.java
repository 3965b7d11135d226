/**
 * The emulator of Convex: push, functions, documents. Must not know the application. Start reading at
 * ConvexEmulator.
 */
@NullMarked
package dev.lockstep.emulator.convex;

import org.jspecify.annotations.NullMarked;

/**
 * The words every room of the emulator speaks on the wire: refusals, function errors, formats of values,
 * timestamps. Knows no documents, no functions and no servlets. Start reading at Refusal.
 */
@NullMarked
package dev.lockstep.emulator.convex.wire;

import org.jspecify.annotations.NullMarked;

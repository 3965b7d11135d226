/**
 * What the web platform asks of the machine and JavaScript alone is too slow or too small for: old encodings and
 * compression. Knows bytes and texts; must not know scripts or calls. Start reading at Encodings.
 */
@NullMarked
package dev.lockstep.emulator.convex.web;

import org.jspecify.annotations.NullMarked;

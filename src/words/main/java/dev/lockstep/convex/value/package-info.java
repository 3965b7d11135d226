/**
 * Convex values and their JSON form, shared by the client and the emulator. Pure: no I/O, no clock. Start
 * reading at ConvexValue.
 */
@NamedInterface("value")
@NullMarked
package dev.lockstep.convex.value;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

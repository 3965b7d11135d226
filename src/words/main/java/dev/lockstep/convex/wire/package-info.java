/**
 * The messages of Convex's WebSocket protocol and their JSON form, shared by the client and the emulator. Pure: no I/O,
 * no clock, no state. Start reading at ClientMessage and ServerMessage.
 */
@NamedInterface("wire")
@NullMarked
package dev.lockstep.convex.wire;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/**
 * WebSockets on the embedded Tomcat: frames in and out, pings, silence, close frames. Knows sessions as something that
 * takes messages; must not know what they mean. Start reading at Sockets.
 */
@NullMarked
package dev.lockstep.emulator.convex.socket;

import org.jspecify.annotations.NullMarked;

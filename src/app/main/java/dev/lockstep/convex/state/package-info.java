/**
 * What a client of Convex's WebSocket protocol knows and does next, without a socket, a clock or a thread. Start reading
 * at SyncMachine.
 */
@NullMarked
package dev.lockstep.convex.state;

import org.jspecify.annotations.NullMarked;

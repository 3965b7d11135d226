/**
 * One client on a WebSocket, without the WebSocket: versions, the set of subscriptions, mutations in order, who asks.
 * The state machine is pure; the session around it runs things and talks to a link. Must not know servlets or Tomcat.
 * Start reading at SyncState, then SyncSession.
 */
@NullMarked
package dev.lockstep.emulator.convex.sync;

import org.jspecify.annotations.NullMarked;

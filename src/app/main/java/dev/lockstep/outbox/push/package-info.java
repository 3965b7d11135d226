/**
 * Takes changes out of the outbox and delivers them. The only room that touches the network, never inside a
 * transaction. Start reading at Pusher.
 */
@NullMarked
package dev.lockstep.outbox.push;

import org.jspecify.annotations.NullMarked;

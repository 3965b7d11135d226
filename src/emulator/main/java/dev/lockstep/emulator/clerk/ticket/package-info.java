/**
 * Tickets: whoever brings one is let in. Those that sign somebody in, by themselves or in the name of another, are made
 * here; others may be accepted too, on the same page. Start reading at Acceptor.
 */
@NullMarked
package dev.lockstep.emulator.clerk.ticket;

import org.jspecify.annotations.NullMarked;

/**
 * Holds the changes that wait, in the same database and transaction as what they are about. Knows states and
 * waiting times, not networks. Start reading at Outbox.
 */
@NullMarked
package dev.lockstep.outbox.store;

import org.jspecify.annotations.NullMarked;

/**
 * Results of queries that stay fresh: which subscriptions read which keys, which commit made which result stale, and
 * one run for all who ask the same. Knows calls and snapshots; must not know sockets or sessions. Start reading at
 * LiveQueries.
 */
@NullMarked
package dev.lockstep.emulator.convex.live;

import org.jspecify.annotations.NullMarked;

/** The functions of synced tables over plain HTTP, for programs without a Convex client. Start reading at SyncApi. */
@NullMarked
package dev.lockstep.sync.web;

import org.jspecify.annotations.NullMarked;

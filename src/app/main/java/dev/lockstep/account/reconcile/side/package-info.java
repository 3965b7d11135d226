/**
 * Clerk and Convex as a run asks them: at a pace that leaves room for people, again while trouble may pass, and counted.
 * Knows nothing of runs. Start reading at Sides.
 */
@NullMarked
package dev.lockstep.account.reconcile.side;

import org.jspecify.annotations.NullMarked;

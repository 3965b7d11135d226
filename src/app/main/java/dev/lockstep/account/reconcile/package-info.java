/**
 * Holds all people of Clerk against Convex and this database, reports who is out of step and puts it right: Clerk has
 * the last word, Convex keeps the interests. Repairs go the way that news from Clerk goes; nothing is written to Convex
 * directly. Must not know pages. Start reading at Reconciliation.
 */
@NamedInterface("reconcile")
@NullMarked
package dev.lockstep.account.reconcile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

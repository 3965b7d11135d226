/**
 * Whether a sign-in reaches Convex: asks each party on the way in turn and names the one that disagrees. Changes nothing
 * anywhere. Start reading at SelfTest.
 */
@NamedInterface("selftest")
@NullMarked
package dev.lockstep.account.selftest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

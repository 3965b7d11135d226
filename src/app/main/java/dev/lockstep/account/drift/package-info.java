/**
 * How one person stands in Clerk, in Convex and here, and where the three disagree. Pure: knows no service, no database
 * and no clock. Start reading at Comparison.
 */
@NamedInterface("drift")
@NullMarked
package dev.lockstep.account.drift;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

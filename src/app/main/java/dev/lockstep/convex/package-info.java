/**
 * The client of a Convex deployment. ConvexClient is the door: queries, mutations and actions with a token that
 * is asked for at each call. Must not know whose data it carries. Start reading at ConvexClient.
 */
@ApplicationModule(allowedDependencies = {"core"})
@NullMarked
package dev.lockstep.convex;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

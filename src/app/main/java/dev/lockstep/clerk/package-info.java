/**
 * The client of Clerk's Backend API over the official SDK, bounded in time and retries. ClerkClient is the
 * door. SDK types stay inside: callers see ClerkUser and ClerkProblem. Start reading at ClerkClient.
 */
@ApplicationModule(allowedDependencies = {"core"})
@NullMarked
package dev.lockstep.clerk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Local stand-ins for Clerk and Convex that speak the real wire protocols, so that Lockstep runs with no
 * account. Starts by a hook before the application context and does nothing to it but set URLs and keys. Nobody
 * imports this package. Start reading at EmulatorStart.
 */
@ApplicationModule(allowedDependencies = {"core", "confine", "convex :: value", "convex :: wire"})
@NullMarked
package dev.lockstep.emulator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Clerk and Convex on one machine, with the real protocols, for local runs and for tests: a product of its own. Emulator is
 * the door; must not know the application. Start reading at Emulator.
 */
@ApplicationModule(allowedDependencies = {"core", "confine", "convex :: value", "convex :: wire"})
@NullMarked
package dev.lockstep.emulator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Where the code of one project runs: in processes of this machine, or in a virtual machine of E2B. Both fill one port,
 * Sandbox, in the room {@code process}; what has to survive a restart leaves as opaque text, and others keep it. Must not
 * know projects or Convex. Start reading at Sandboxes.
 */
@ApplicationModule(allowedDependencies = {"core", "confine"})
@NullMarked
package dev.lockstep.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The wall around programs that run other people's code: what exists for them on this machine, and where they may connect
 * to. Knows bubblewrap and Node; must not know projects, sandboxes or the emulator. Start reading at Confinement.
 */
@ApplicationModule(allowedDependencies = {"core"})
@NullMarked
package dev.lockstep.confine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

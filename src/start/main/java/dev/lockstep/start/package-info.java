/**
 * Brings the emulators up beside the application, for the services that nobody configured: by a hook before the
 * application context, to which it does nothing but set URLs and keys. The only code that knows both; nobody imports it.
 * Start reading at EmulatorStart.
 */
@ApplicationModule(allowedDependencies = {"core", "emulator"})
@NullMarked
package dev.lockstep.start;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Working without an account: who a browser's guest is, and how long what they wrote is kept. Must not know what a guest
 * writes. Start reading at Guests.
 */
@ApplicationModule(allowedDependencies = {"core", "kit", "sync", "account"})
@NullMarked
package dev.lockstep.guest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

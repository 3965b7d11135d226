/**
 * Gets every change to where it belongs: a durable outbox, one entry per destination, delivered in order,
 * retried until it is taken or refused. Sync is the door. Must not know what the changes are about: features
 * hand them over and supply destinations. Start reading at Sync.
 */
@ApplicationModule(allowedDependencies = {"core", "convex", "convex :: value"})
@NullMarked
package dev.lockstep.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

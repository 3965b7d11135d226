/**
 * Gets every change to where it belongs: a durable outbox, one entry per destination, delivered in order, retried until it
 * is taken or refused. Must not know what the changes are about, nor any system: features hand changes over, and whoever
 * knows a system supplies its destination. Start reading at Deliveries.
 */
@ApplicationModule(allowedDependencies = {"core", "audit", "work"})
@NullMarked
package dev.lockstep.outbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * How a project comes to be connected to Convex: the attempt with its steps, and what people granted. Must not know who may
 * ask: its callers have checked that. Start reading at ConnectionAttempts and Provisioning.
 */
@NullMarked
package dev.lockstep.project.connect;

import org.jspecify.annotations.NullMarked;

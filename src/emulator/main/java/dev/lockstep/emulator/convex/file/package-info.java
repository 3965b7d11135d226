/**
 * The H2 file of a deployment: opened durable, locked, with its tables. Must not know what the texts in it mean. Start
 * reading at DeploymentFile.
 */
@NullMarked
package dev.lockstep.emulator.convex.file;

import org.jspecify.annotations.NullMarked;

/**
 * What can be done on the platform and who may: projects, deployments and keys are made and deleted here, grants are
 * given and taken back. Must not know HTTP. Start reading at Deployments.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform.estate;

import org.jspecify.annotations.NullMarked;

/**
 * Functions of the deployment's own below {@code _system/}: what the CLI, dashboards and tests of admins ask. Knows
 * documents and calls; is told everything else about the deployment. Start reading at SystemFunctions.
 */
@NullMarked
package dev.lockstep.emulator.convex.system;

import org.jspecify.annotations.NullMarked;

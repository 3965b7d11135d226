/**
 * The platform around deployments: teams, their projects and deployments, the keys to them, the applications that were
 * let in, and the one port on which all of it is asked for. Must not know functions or documents. Start reading at
 * Platform.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform;

import org.jspecify.annotations.NullMarked;

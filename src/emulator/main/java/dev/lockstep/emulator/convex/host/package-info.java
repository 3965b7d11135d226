/**
 * Deployments being served: each with its data, its two ports and its keys, on one engine. Knows nothing of projects
 * and teams. Start reading at DeploymentHost.
 */
@NullMarked
package dev.lockstep.emulator.convex.host;

import org.jspecify.annotations.NullMarked;

/**
 * What exists on the platform: teams, projects, deployments, keys, what applications were granted and what happened,
 * kept on disk. Decides nothing. Start reading at Registry.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform.registry;

import org.jspecify.annotations.NullMarked;

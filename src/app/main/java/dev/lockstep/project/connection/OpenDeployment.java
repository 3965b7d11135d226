package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.DeploymentType;

/**
 * A deployment with its key, for a call of the server's own.
 *
 * @param name at Convex; the address's host for one that somebody hosts
 */
record OpenDeployment(String name, DeploymentType type, ConvexDeployment deployment) {}

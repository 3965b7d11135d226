/**
 * Convex's platform and the administration of single deployments: OAuth grants, projects, deployments, deploy keys,
 * environment variables. Knows the wire of both and whose key opens what; must not know who asks, nor where keys are
 * kept. Start reading at ConvexPlatform and DeploymentAdmin.
 */
@NamedInterface("deployment")
@NullMarked
package dev.lockstep.convex.deployment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

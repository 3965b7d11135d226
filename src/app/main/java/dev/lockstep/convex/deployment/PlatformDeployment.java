package dev.lockstep.convex.deployment;

import java.net.URI;

/**
 * A deployment as Convex's platform knows it.
 *
 * @param name for example {@code playful-otter-123}
 * @param url where its API is
 * @param isDefault whether it is the project's default one of its type
 */
public record PlatformDeployment(
        String name, DeploymentType type, long projectId, URI url, boolean isDefault, String reference) {}

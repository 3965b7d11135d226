package dev.lockstep.convex.deployment;

import dev.lockstep.core.Secret;
import java.net.URI;

/**
 * A deployment and the key to it.
 *
 * @param url where its API is, without a path
 * @param key a deploy key {@code dev:name|…} or an admin key {@code name|…}
 */
public record ConvexDeployment(URI url, Secret key) {

    /** A key says what it is for in front of its name; one that says nothing is taken to be for development. */
    public DeploymentType type() {
        String front = key.reveal().split("\\|", 2)[0];
        return front.startsWith("prod:") ? DeploymentType.PROD : DeploymentType.DEV;
    }
}

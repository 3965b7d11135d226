package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.DeploymentType;
import java.net.URI;
import java.util.Optional;

/**
 * What there is to see of one of a project's deployments; the key stays inside.
 *
 * @param name at Convex; empty for one that somebody hosts themselves
 * @param url what clients connect to
 * @param site where HTTP actions are; empty when the deployment did not say
 * @param dashboard where it is in Convex's dashboard; empty when Convex does not host it
 */
public record Deployment(
        Optional<String> name, DeploymentType type, URI url, Optional<URI> site, Optional<URI> dashboard) {

    public boolean isProduction() {
        return type == DeploymentType.PROD;
    }
}

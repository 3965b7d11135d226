package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.DeploymentType;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What a project is connected to; the key stays inside.
 *
 * @param teamSlug absent for a self-hosted deployment, as are the next two
 * @param deploymentUrl what clients connect to
 * @param siteUrl where HTTP actions are; absent when the deployment did not say
 * @param error why it does not work, while it does not
 */
public record Connected(
        Mode mode,
        State state,
        Optional<String> teamSlug,
        Optional<String> projectSlug,
        Optional<String> deploymentName,
        DeploymentType deploymentType,
        URI deploymentUrl,
        Optional<URI> siteUrl,
        Optional<String> error,
        Instant since,
        Instant checkedAt) {

    /** The deployment of it. */
    public Deployment deployment(Optional<URI> dashboard) {
        return new Deployment(deploymentName, deploymentType, deploymentUrl, siteUrl, dashboard);
    }

    /** By which way the key came. */
    public enum Mode {
        OAUTH,
        SELF_HOSTED
    }

    /** Whether the key opens the deployment. */
    public enum State {
        CONNECTED,
        /** Convex no longer takes the key. */
        REVOKED,
        DISCONNECTING,
        /** Something on the way out was refused; it can be tried again. */
        DISCONNECT_FAILED
    }
}

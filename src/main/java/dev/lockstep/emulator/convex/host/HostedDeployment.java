package dev.lockstep.emulator.convex.host;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.http.DeploymentServer;
import java.net.URI;

/** A deployment that answers on its ports until it is closed. Thread-safe. */
public final class HostedDeployment implements AutoCloseable {

    private final Deployment deployment;
    private final DeploymentServer server;

    HostedDeployment(Deployment deployment, DeploymentServer server) {
        this.deployment = deployment;
        this.server = server;
    }

    /** The API's address: what clients call the deployment URL. */
    public URI url() {
        return server.url();
    }

    /** The address of HTTP actions. */
    public URI siteUrl() {
        return server.siteUrl();
    }

    /**
     * From now until the first push is finished, calls of functions wait, at most 30 s, instead of failing. Does nothing
     * when code is there from an earlier run.
     */
    public void expectPush() {
        deployment.expectPush();
    }

    /** How many queries have run for subscriptions so far, again and for the first time. */
    public long liveRuns() {
        return deployment.live().runs();
    }

    /** Takes one more key, until it is revoked or the deployment is closed. */
    public void admit(Secret deployKey) {
        deployment.authorizer().admit(deployKey);
    }

    public void revoke(Secret deployKey) {
        deployment.authorizer().revoke(deployKey);
    }

    /** Closes the ports first, then the data. */
    @Override
    public void close() {
        server.close();
        deployment.close();
    }
}

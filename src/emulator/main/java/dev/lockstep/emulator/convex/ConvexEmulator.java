package dev.lockstep.emulator.convex;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.host.HostedDeployment;
import dev.lockstep.emulator.convex.platform.Platform;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A local stand-in for Convex: a deployment that takes pushes from the official CLI, runs the pushed TypeScript and
 * keeps its documents, and, when asked for, the platform that makes more of them. Listens on 127.0.0.1 only; every
 * admin endpoint asks for a key.
 */
public final class ConvexEmulator implements AutoCloseable {

    private static final long NO_QUOTA = Long.MAX_VALUE;

    /**
     * What an emulator is started with.
     *
     * @param port of the API; 0 for any free one
     * @param sitePort of HTTP actions; 0 for any free one
     * @param home the folder that holds its data, made when it is not there; one process at a time
     * @param instanceName the deployment's name, for example {@code local}
     * @param adminKey what the CLI and the dashboard send, for example {@code local|…}
     */
    public record Settings(int port, int sitePort, Path home, String instanceName, Secret adminKey) {}

    private final DeploymentHost host;
    private final HostedDeployment deployment;

    private ConvexEmulator(Settings settings, CallLimits limits, Clock clock) {
        host = new DeploymentHost(limits, clock);
        try {
            deployment = host.open(new DeploymentHost.Served(
                    settings.port(),
                    settings.sitePort(),
                    settings.home(),
                    settings.instanceName(),
                    settings.adminKey(),
                    NO_QUOTA));
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /**
     * Returns when connections are accepted; its code goes on warming up meanwhile.
     *
     * @throws IllegalStateException when a port or the data is taken, in a sentence that names it
     */
    public static ConvexEmulator start(Settings settings) {
        return start(settings, CallLimits.DEFAULT, Clock.systemUTC());
    }

    /** The same with limits and a clock of the caller's. */
    public static ConvexEmulator start(Settings settings, CallLimits limits, Clock clock) {
        return new ConvexEmulator(settings, limits, clock);
    }

    /**
     * Starts the platform beside the deployment: its pages and Management API, and the deployments that were made
     * through it.
     *
     * @throws IllegalStateException when a port or the data is taken, in a sentence that names it
     */
    public Platform startPlatform(Platform.Settings settings) {
        return Platform.start(host, settings);
    }

    /** The same with a clock of the caller's. */
    public Platform startPlatform(Platform.Settings settings, Clock clock) {
        return Platform.start(host, settings, clock);
    }

    /** The API's address: what clients call the deployment URL. */
    public URI url() {
        return deployment.url();
    }

    /** The address of HTTP actions. */
    public URI siteUrl() {
        return deployment.siteUrl();
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
        return deployment.liveRuns();
    }

    /** Ends the deployment and the engine. A platform has to be closed before. */
    @Override
    public void close() {
        deployment.close();
        host.close();
    }
}

package dev.lockstep.emulator.convex.host;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.http.DeploymentServer;
import dev.lockstep.emulator.convex.script.ScriptEngine;
import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.fault.FaultPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** What all deployments of a process share: the processes that run functions and the threads that functions run on. */
public final class DeploymentHost implements AutoCloseable {

    /**
     * What a deployment is served with.
     *
     * @param port of the API; 0 for any free one
     * @param sitePort of HTTP actions; 0 for any free one
     * @param home the folder that holds its data, made when it is not there; one process at a time
     * @param name the deployment's name, for example {@code local}
     * @param adminKey what the CLI and the dashboard send, for example {@code local|…}
     * @param quotaBytes what its documents may hold together
     */
    public record Served(int port, int sitePort, Path home, String name, Secret adminKey, long quotaBytes) {}

    private final ExecutorService threads;
    private final ScriptEngine engine;
    private final CallLimits limits;
    private final Clock clock;

    public DeploymentHost(CallLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        threads = FunctionThreads.pool("convex-function");
        engine = new ScriptEngine(clock, threads);
    }

    /**
     * Returns when connections are accepted; its code goes on warming up meanwhile.
     *
     * @throws IllegalStateException when a port or the data is taken, in a sentence that names it
     */
    public HostedDeployment open(Served served) {
        try {
            Files.createDirectories(served.home());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + served.home() + " cannot be made", e);
        }
        Deployment deployment = Deployment.open(
                new Deployment.Parts(served.home(), served.name(), served.adminKey(), limits, clock, threads), engine);
        deployment.store().limitTo(served.quotaBytes());
        try {
            DeploymentServer server = DeploymentServer.start(
                    deployment,
                    new FaultFilter(new FaultPlan(), served.adminKey()),
                    served.home().resolve("tomcat"),
                    served.port(),
                    served.sitePort(),
                    threads);
            deployment.installation().warm();
            return new HostedDeployment(deployment, server);
        } catch (RuntimeException e) {
            deployment.close();
            throw e;
        }
    }

    @Override
    public void close() {
        engine.close();
        threads.shutdownNow();
    }
}

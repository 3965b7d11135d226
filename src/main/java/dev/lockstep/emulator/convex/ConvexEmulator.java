package dev.lockstep.emulator.convex;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.http.DeploymentServer;
import dev.lockstep.emulator.convex.script.ScriptEngine;
import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.fault.FaultPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/**
 * A local stand-in for a Convex deployment: takes pushes from the official CLI, runs the pushed TypeScript, keeps its
 * documents. Listens on 127.0.0.1 only; every admin endpoint asks for the key.
 */
public final class ConvexEmulator implements AutoCloseable {

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

    private final ExecutorService threads;
    private final ScriptEngine engine;
    private final Deployment deployment;
    private final DeploymentServer server;

    private ConvexEmulator(Settings settings, CallLimits limits, Clock clock) {
        threads = FunctionThreads.pool("convex-function");
        engine = new ScriptEngine(clock, threads);
        try {
            Files.createDirectories(settings.home());
            deployment = Deployment.open(
                    new Deployment.Parts(
                            settings.home(), settings.instanceName(), settings.adminKey(), limits, clock, threads),
                    engine);
        } catch (IOException e) {
            closeEngine();
            throw new UncheckedIOException("The folder " + settings.home() + " cannot be made", e);
        } catch (RuntimeException e) {
            closeEngine();
            throw e;
        }
        try {
            server = DeploymentServer.start(
                    deployment,
                    new FaultFilter(new FaultPlan(), settings.adminKey()),
                    settings.home().resolve("tomcat"),
                    settings.port(),
                    settings.sitePort(),
                    threads);
        } catch (RuntimeException e) {
            deployment.close();
            closeEngine();
            throw e;
        }
    }

    /**
     * Returns when connections are accepted; the JavaScript engine goes on warming up meanwhile.
     *
     * @throws IllegalStateException when a port or the data is taken, in a sentence that names it
     */
    public static ConvexEmulator start(Settings settings) {
        return start(settings, CallLimits.DEFAULT, Clock.systemUTC());
    }

    /** The same with limits and a clock of the caller's. */
    public static ConvexEmulator start(Settings settings, CallLimits limits, Clock clock) {
        var emulator = new ConvexEmulator(settings, limits, clock);
        emulator.deployment.warm();
        return emulator;
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

    @Override
    public void close() {
        server.close();
        deployment.close();
        closeEngine();
    }

    private void closeEngine() {
        engine.close();
        threads.shutdownNow();
    }
}

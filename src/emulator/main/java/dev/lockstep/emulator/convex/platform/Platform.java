package dev.lockstep.emulator.convex.platform;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.http.LoopbackPort;
import dev.lockstep.emulator.convex.platform.dashboard.DeploymentPage;
import dev.lockstep.emulator.convex.platform.estate.Access;
import dev.lockstep.emulator.convex.platform.estate.Audit;
import dev.lockstep.emulator.convex.platform.estate.Deployments;
import dev.lockstep.emulator.convex.platform.estate.Grants;
import dev.lockstep.emulator.convex.platform.estate.Keys;
import dev.lockstep.emulator.convex.platform.estate.Projects;
import dev.lockstep.emulator.convex.platform.management.ManagementApi;
import dev.lockstep.emulator.convex.platform.management.Parts;
import dev.lockstep.emulator.convex.platform.oauth.Oauth;
import dev.lockstep.emulator.convex.platform.oauth.OauthApplication;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.fault.FaultPlan;
import dev.lockstep.emulator.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Teams, their projects and deployments, and the applications that were let in, behind one port that stands for both
 * {@code https://dashboard.convex.dev} and {@code https://api.convex.dev}. What was made is there again after a
 * restart. Thread-safe.
 */
public final class Platform implements AutoCloseable {

    /**
     * What a platform is started with.
     *
     * @param port 0 for any free one
     * @param home the folder of the registry and of the deployments' data
     * @param accessToken what the person of this machine sends; it may do everything, faults included
     * @param clientId of the one OAuth application
     * @param redirects where that application may be answered; more can be registered later
     */
    public record Settings(
            int port, Path home, Secret accessToken, String clientId, Secret clientSecret, List<String> redirects) {}

    private final Registry registry;
    private final Deployments deployments;
    private final OauthApplication application;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("convex-platform-", 0).factory());
    private final LoopbackPort port;

    private Platform(DeploymentHost host, Settings settings, Clock clock) {
        Path home = settings.home();
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home + " cannot be made", e);
        }
        registry = new Registry(home.resolve("platform"));
        application = new OauthApplication(settings.clientId(), settings.clientSecret(), settings.redirects());
        var grants = new Grants(registry, clock);
        var projects = new Projects(registry, clock);
        deployments = new Deployments(host, home, registry, grants, projects, clock);
        var parts = new Parts(
                registry,
                new Access(registry, grants, settings.accessToken(), settings.clientId()),
                projects,
                deployments,
                new Keys(registry, deployments, clock),
                grants,
                new Audit(registry, clock));
        var routes = new Routes();
        ManagementApi.routes(routes, parts, application);
        new Oauth(application, registry, projects, grants, clock).routes(routes);
        new DeploymentPage(registry, projects, deployments).routes(routes);
        try {
            port = LoopbackPort.open(
                    home.resolve("tomcat"),
                    settings.port(),
                    new PlatformServlet(routes),
                    new FaultFilter(new FaultPlan(), settings.accessToken()),
                    threads);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
        deployments.reopen();
    }

    /**
     * Returns when its port and those of its deployments accept connections.
     *
     * @throws IllegalStateException when the port or the data is taken, in a sentence that names it
     */
    public static Platform start(DeploymentHost host, Settings settings) {
        return start(host, settings, Clock.systemUTC());
    }

    /** The same with a clock of the caller's, by which codes and keys grow old. */
    public static Platform start(DeploymentHost host, Settings settings, Clock clock) {
        return new Platform(host, settings, clock);
    }

    /** The platform's address: what takes the place of {@code https://api.convex.dev} and of the dashboard's. */
    public URI url() {
        return port.url();
    }

    /** One more address where the application may be answered, letter by letter. */
    public void registerRedirect(String redirect) {
        application.register(redirect);
    }

    @Override
    public void close() {
        port.close();
        threads.shutdownNow();
        deployments.close();
        registry.close();
    }
}

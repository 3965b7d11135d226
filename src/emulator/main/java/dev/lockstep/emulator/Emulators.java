package dev.lockstep.emulator;

import dev.lockstep.core.EnvFile;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Setting;
import dev.lockstep.emulator.clerk.ClerkEmulator;
import dev.lockstep.emulator.convex.ConvexEmulator;
import dev.lockstep.emulator.convex.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The emulators of one run: planned before the application starts, started beside it, announced when both are ready,
 * closed after it. Holds what was planned and the starts under way.
 */
final class Emulators {

    private static final Logger LOG = LoggerFactory.getLogger(Emulators.class);
    private static final String CALLBACK = "/convex/callback";

    private final Path home;
    private final EmulatorKeys keys;
    private final Map<String, String> announced = new LinkedHashMap<>();
    private final List<Plan> plans = new ArrayList<>();
    private final List<CompletableFuture<AutoCloseable>> starts = new ArrayList<>();
    private final CompletableFuture<URI> webhookTarget = new CompletableFuture<>();
    private final CompletableFuture<String> webPort = new CompletableFuture<>();
    private final CompletableFuture<String> publicUrl = new CompletableFuture<>();

    private record Plan(String name, When when, Start start) {}

    /** When an emulator starts: both cores are busy while the application comes up, and its first page comes first. */
    private enum When {
        /** Beside the application: signing in is the first thing a visitor does. */
        BESIDE,
        /** Once the first page is there: it takes the longest, and nothing asks for it before somebody has signed in. */
        AFTER
    }

    @FunctionalInterface
    private interface Start {
        AutoCloseable run();
    }

    Emulators(Path home, EmulatorKeys keys) {
        this.home = home;
        this.keys = keys;
    }

    /** @return the properties that point the application at it */
    Map<String, Object> clerk(int port) {
        String issuer = "http://127.0.0.1:" + port;
        String publishable = "pk_test_"
                + Base64.getEncoder().encodeToString(("127.0.0.1:" + port + "$").getBytes(StandardCharsets.UTF_8));
        plans.add(new Plan("emulator-clerk", When.BESIDE, () -> {
            ClerkEmulator emulator = ClerkEmulator.start(new ClerkEmulator.Settings(
                    port,
                    home,
                    keys.oauthClientId(),
                    keys.oauthClientSecret(),
                    keys.clerk(),
                    keys.webhookSigning(),
                    "Local"));
            webhookTarget.thenAccept(emulator::deliverWebhooksTo);
            return emulator;
        }));
        announced.put("CLERK_API_URL", issuer);
        announced.put("CLERK_ISSUER", issuer);
        announced.put("CLERK_PUBLISHABLE_KEY", publishable);
        announced.put("CLERK_SECRET_KEY", keys.clerk().reveal());
        announced.put("CLERK_WEBHOOK_SIGNING_SECRET", keys.webhookSigning().reveal());
        return Map.of(
                "lockstep.clerk.secret-key",
                keys.clerk().reveal(),
                "lockstep.clerk.publishable-key",
                publishable,
                "lockstep.clerk.issuer",
                issuer,
                "lockstep.clerk.api-url",
                issuer + "/v1",
                "lockstep.account.client-id",
                keys.oauthClientId(),
                "lockstep.account.client-secret",
                keys.oauthClientSecret().reveal(),
                "lockstep.account.webhook-secrets",
                keys.webhookSigning().reveal());
    }

    /** Sends the emulated Clerk's webhooks there; the application itself gets them unless this is called. */
    void webhooksTo(URI address) {
        webhookTarget.complete(address);
    }

    /** @return the properties that point the application at it */
    Map<String, Object> convex(int port, int sitePort, int platformPort, String clerkIssuer, String oauthClientId) {
        plans.add(new Plan("emulator-convex", When.AFTER, () -> {
            ConvexEmulator emulator = ConvexEmulator.start(new ConvexEmulator.Settings(
                    port, sitePort, home.resolve("emulator").resolve("convex"), "lockstep-local", keys.convexAdmin()));
            // Whoever calls a function before the first push has ended waits for it instead of failing.
            emulator.expectPush();
            // Before the push, so that its pages answer early; the push takes seconds, this does not.
            Platform platform = emulator.startPlatform(keys.platformSettings(platformPort, home));
            webPort.thenAccept(web -> callbacks(web).forEach(platform::registerRedirect));
            publicUrl.thenAccept(site -> platform.registerRedirect(site + CALLBACK));
            new PlatformPush()
                    .push(
                            emulator.url(),
                            keys.convexAdmin(),
                            Map.of(
                                    "CLERK_ISSUER",
                                    clerkIssuer,
                                    "CLERK_OAUTH_CLIENT_ID",
                                    oauthClientId,
                                    "CLERK_WEBHOOK_SIGNING_SECRET",
                                    keys.webhookSigning().reveal()));
            return () -> {
                platform.close();
                emulator.close();
            };
        }));
        String url = "http://127.0.0.1:" + port;
        announced.put("CONVEX_URL", url);
        announced.put("CONVEX_SITE_URL", "http://127.0.0.1:" + sitePort);
        String platformUrl = "http://127.0.0.1:" + platformPort;
        announced.put("CONVEX_PLATFORM_URL", platformUrl);
        announced.put("CONVEX_PLATFORM_TOKEN", keys.platform().reveal());
        announced.put("CONVEX_ADMIN_KEY", keys.convexAdmin().reveal());
        return Map.of(
                "lockstep.convex.url",
                url,
                "lockstep.convex.deploy-key",
                keys.convexAdmin().reveal(),
                "lockstep.project.provision-host",
                platformUrl,
                "lockstep.project.dashboard-host",
                platformUrl,
                "lockstep.project.oauth-client-id",
                keys.convexOauthClientId(),
                "lockstep.project.oauth-client-secret",
                keys.convexOauthClientSecret().reveal());
    }

    /** Where the application hears of an authorization, under both names of this machine. */
    private static List<String> callbacks(String webPort) {
        return List.of("http://localhost:" + webPort + CALLBACK, "http://127.0.0.1:" + webPort + CALLBACK);
    }

    /** Starts what starts beside the application's context, and ties the end of all to its end. */
    void start(ConfigurableApplicationContext context) {
        // The first to be registered is the last to go, so that the application can reach the services it is leaving.
        ((DefaultListableBeanFactory) context.getBeanFactory())
                .registerDisposableBean("emulators", (DisposableBean) this::close);
        start(When.BESIDE);
    }

    private void start(When when) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        plans.stream().filter(plan -> plan.when() == when).forEach(plan -> start(plan, loader));
    }

    private void start(Plan plan, ClassLoader loader) {
        var started = new CompletableFuture<AutoCloseable>();
        starts.add(started);
        Thread thread = new Thread(
                () -> {
                    try {
                        started.complete(plan.start().run());
                    } catch (RuntimeException | Error e) {
                        started.completeExceptionally(e);
                    }
                },
                plan.name());
        // In the packaged jar only this loader sees the nested libraries.
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        thread.start();
    }

    ApplicationListener<ApplicationEvent> listeners() {
        return event -> {
            if (event instanceof ApplicationStartedEvent) {
                start(When.AFTER);
            } else if (event instanceof ApplicationReadyEvent ready) {
                String port = ready.getApplicationContext().getEnvironment().getProperty("local.server.port", "8080");
                webhooksTo(URI.create("http://localhost:" + port + "/webhooks/clerk"));
                webPort.complete(port);
                String site = ready.getApplicationContext()
                        .getEnvironment()
                        .getProperty(Setting.LOCKSTEP_PUBLIC_URL.property(), "");
                if (!site.isBlank()) {
                    publicUrl.complete(site.strip().replaceAll("/+$", ""));
                }
                announce(port);
            } else if (event instanceof ApplicationFailedEvent) {
                // Without this the emulators' threads would keep a failed start alive for ever.
                close();
            }
        };
    }

    private void announce(String webPort) {
        starts.forEach(Emulators::await);
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("WEB_URL", "http://localhost:" + webPort);
        for (String name : List.of(
                "CONVEX_URL",
                "CONVEX_SITE_URL",
                "CONVEX_ADMIN_KEY",
                "CONVEX_PLATFORM_URL",
                "CONVEX_PLATFORM_TOKEN",
                "CLERK_API_URL",
                "CLERK_ISSUER",
                "CLERK_PUBLISHABLE_KEY",
                "CLERK_SECRET_KEY",
                "CLERK_WEBHOOK_SIGNING_SECRET")) {
            if (announced.containsKey(name)) {
                lines.put(name, announced.get(name));
            }
        }
        Path file = home.resolve("emulator.env");
        var shown = new StringBuilder();
        lines.forEach((name, value) -> {
            boolean secret = name.endsWith("_SECRET")
                    || name.endsWith("_SECRET_KEY")
                    || name.endsWith("_ADMIN_KEY")
                    || name.endsWith("_TOKEN");
            shown.append(secret ? "" : "  " + name + "=" + value + "\n");
        });
        try {
            PrivateFile.write(file, EnvFile.write(lines));
        } catch (IOException e) {
            throw new UncheckedIOException("The addresses of the emulators could not be written to " + file, e);
        }
        LOG.info("Lockstep is ready: {}\n{}  (the same with the keys: {})", lines.get("WEB_URL"), shown, file);
    }

    private static void await(CompletableFuture<AutoCloseable> start) {
        try {
            start.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new IllegalStateException("An emulator could not start", e.getCause());
        }
    }

    private void close() {
        // One that is still starting is closed when it has: its threads would keep a failed start alive for ever.
        List<CompletableFuture<AutoCloseable>> open = List.copyOf(starts);
        starts.clear();
        open.forEach(start -> start.thenAccept(Emulators::close));
    }

    private static void close(AutoCloseable emulator) {
        try {
            emulator.close();
        } catch (Exception e) {
            LOG.warn("An emulator could not be closed in order", e);
        }
    }
}

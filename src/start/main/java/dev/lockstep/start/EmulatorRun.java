package dev.lockstep.start;

import dev.lockstep.core.EnvFile;
import dev.lockstep.core.PrivateFile;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Setting;
import dev.lockstep.emulator.Emulator;
import dev.lockstep.emulator.EmulatorKeys;
import dev.lockstep.emulator.EmulatorUrls;
import dev.lockstep.emulator.EmulatorVariables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
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
final class EmulatorRun {

    private static final Logger LOG = LoggerFactory.getLogger(EmulatorRun.class);
    private static final String CALLBACK = "/convex/callback";

    private final Path home;
    private final Emulator emulator;
    private Map<String, String> clerkVariables = Map.of();
    private Map<String, String> convexVariables = Map.of();
    private final List<Plan> plans = new ArrayList<>();
    private final List<CompletableFuture<Void>> starts = new ArrayList<>();
    private boolean webhooksGoElsewhere;

    private record Plan(String name, When when, Runnable start) {}

    /** When an emulator starts: both cores are busy while the application comes up, and its first page comes first. */
    private enum When {
        /** Beside the application: signing in is the first thing a visitor does. */
        BESIDE,
        /** Once the first page is there: it takes long, and nothing asks for it before somebody signs in. */
        AFTER
    }

    /** @param home the folder of the application's data, where what is ready is announced */
    EmulatorRun(Path home, Emulator emulator) {
        this.home = home;
        this.emulator = emulator;
    }

    /** @return the properties that point the application at it */
    Map<String, Object> clerk() {
        EmulatorKeys keys = emulator.keys();
        String issuer = emulator.urls().clerk().toString();
        String publishable = emulator.urls().publishableKey();
        plans.add(new Plan("emulator-clerk", When.BESIDE, () -> {
            LOG.info("Starting the emulator of Clerk");
            emulator.startClerk();
        }));
        plans.add(new Plan("emulator-clerk-key", When.AFTER, emulator::makeSigningKey));
        clerkVariables = EmulatorVariables.clerk(emulator);
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
        webhooksGoElsewhere = true;
        emulator.deliverWebhooksTo(address);
    }

    /** @return the properties that point the application at it */
    Map<String, Object> convex(String clerkIssuer, String oauthClientId) {
        EmulatorKeys keys = emulator.keys();
        EmulatorUrls urls = emulator.urls();
        // Whoever calls a function before the first push has ended waits for it instead of failing.
        emulator.expectPush();
        plans.add(new Plan("emulator-convex", When.AFTER, () -> {
            // The platform's pages answer before the push, which takes seconds.
            emulator.startConvex();
            new PlatformPush()
                    .push(
                            urls.convex(),
                            keys.convexAdmin(),
                            Map.of(
                                    "CLERK_ISSUER",
                                    clerkIssuer,
                                    "CLERK_OAUTH_CLIENT_ID",
                                    oauthClientId,
                                    "CLERK_WEBHOOK_SIGNING_SECRET",
                                    keys.webhookSigning().reveal()));
        }));
        convexVariables = EmulatorVariables.convex(emulator);
        return Map.of(
                "lockstep.convex.url",
                urls.convex().toString(),
                "lockstep.convex.deploy-key",
                keys.convexAdmin().reveal(),
                "lockstep.project.provision-host",
                urls.platform().toString(),
                "lockstep.project.dashboard-host",
                urls.platform().toString(),
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
        var started = new CompletableFuture<Void>();
        starts.add(started);
        Thread thread = new Thread(
                () -> {
                    try {
                        plan.start().run();
                        started.complete(null);
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
            if (event instanceof ApplicationStartedEvent began) {
                sayPages(began.getApplicationContext());
                start(When.AFTER);
            } else if (event instanceof ApplicationReadyEvent ready) {
                String port = port(ready.getApplicationContext());
                if (!webhooksGoElsewhere) {
                    emulator.deliverWebhooksTo(URI.create("http://localhost:" + port + "/webhooks/clerk"));
                }
                callbacks(port).forEach(emulator::registerRedirect);
                String site = ready.getApplicationContext()
                        .getEnvironment()
                        .getProperty(Setting.LOCKSTEP_PUBLIC_URL.property(), "");
                if (!site.isBlank()) {
                    emulator.registerRedirect(site.strip().replaceAll("/+$", "") + CALLBACK);
                }
                announce(port);
            } else if (event instanceof ApplicationFailedEvent) {
                // Without this the emulators' threads would keep a failed start alive for ever.
                close();
            }
        };
    }

    private void sayPages(ConfigurableApplicationContext context) {
        String next = convexVariables.isEmpty() ? "" : "; starting the emulator of Convex";
        LOG.info("The pages are at http://localhost:{}{}", port(context), next);
    }

    private static String port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getProperty("local.server.port", "8080");
    }

    private void announce(String webPort) {
        starts.forEach(EmulatorRun::await);
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("WEB_URL", "http://localhost:" + webPort);
        lines.putAll(convexVariables);
        lines.putAll(clerkVariables);
        Path file = home.resolve("emulator.env");
        var shown = new StringBuilder();
        lines.forEach((name, value) -> {
            shown.append(EmulatorVariables.isSecret(name) ? "" : "  " + name + "=" + value + "\n");
        });
        try {
            PrivateFile.write(file, EnvFile.write(lines));
        } catch (IOException e) {
            throw new UncheckedIOException("The addresses of the emulators could not be written to " + file, e);
        }
        LOG.info("Lockstep is ready: {}\n{}  (the same with the keys: {})", lines.get("WEB_URL"), shown, file);
    }

    private static void await(CompletableFuture<Void> start) {
        try {
            start.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new IllegalStateException("An emulator could not start", e.getCause());
        }
    }

    /** One that is still starting is closed when it has: its threads would keep a failed start alive for ever. */
    private void close() {
        try {
            emulator.close();
        } catch (RuntimeException e) {
            LOG.warn("An emulator could not be closed in order", e);
        }
    }
}

package dev.lockstep.start;

import dev.lockstep.core.Setting;
import dev.lockstep.emulator.Emulator;
import dev.lockstep.emulator.EmulatorPorts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Starts the emulators of the services that nobody configured: of Clerk without {@code CLERK_SECRET_KEY}, of Convex
 * without {@code CONVEX_URL}. Runs before the application context and does nothing to it but set URLs and keys; the
 * emulators come up beside it on threads of their own. Does nothing in the {@code production} profile and with
 * {@code LOCKSTEP_EMULATOR=off}.
 */
final class EmulatorStart implements EnvironmentPostProcessor, Ordered {

    private static final String APPLICATION = "dev.lockstep.Lockstep";
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public int getOrder() {
        // After application.properties has been read.
        return ConfigDataEnvironmentPostProcessor.ORDER + 10;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        // The hook is registered for every Spring application in this process, the emulators' own included.
        boolean ours = application.getAllSources().stream()
                .anyMatch(source ->
                        source instanceof Class<?> type && type.getName().equals(APPLICATION));
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        boolean off = environment.getProperty("LOCKSTEP_EMULATOR", "on").equals("off");
        if (!ours || production || off) {
            return;
        }
        boolean clerk = blank(environment, "lockstep.clerk.secret-key");
        boolean convex = blank(environment, "lockstep.convex.url");
        if (clerk || convex) {
            start(environment, application, clerk, convex);
        }
    }

    private static void start(
            ConfigurableEnvironment environment, SpringApplication application, boolean clerk, boolean convex) {
        Path home = Path.of(environment.getProperty("lockstep.home", "./data"))
                .toAbsolutePath()
                .normalize();
        // The ports of a service that is not emulated are not looked at.
        var ports = new EmulatorPorts(
                clerk ? port(environment, "LOCKSTEP_EMULATOR_CLERK_PORT", 3212) : 0,
                convex ? port(environment, "LOCKSTEP_EMULATOR_CONVEX_PORT", 3210) : 0,
                convex ? port(environment, "LOCKSTEP_EMULATOR_CONVEX_SITE_PORT", 3211) : 0,
                convex ? port(environment, "LOCKSTEP_EMULATOR_PLATFORM_PORT", 3213) : 0);
        var emulator = Emulator.in(home, ports, Clock.systemUTC());
        var run = new EmulatorRun(home, emulator);
        Map<String, Object> properties = new LinkedHashMap<>();
        if (clerk) {
            properties.putAll(run.clerk());
            WebhookTarget.of(environment.getProperty(WebhookTarget.VARIABLE, ""))
                    .ifPresent(run::webhooksTo);
        }
        if (convex) {
            String issuer = clerk
                    ? (String) properties.get("lockstep.clerk.issuer")
                    : environment.getProperty("lockstep.clerk.issuer", "");
            String client =
                    clerk ? emulator.keys().oauthClientId() : environment.getProperty("lockstep.account.client-id", "");
            properties.putAll(run.convex(issuer, client));
        }
        if (blank(environment, Setting.LOCKSTEP_ALLOW_PRIVATE_ADDRESSES.name())) {
            // The emulated deployments are on this machine.
            properties.put(Setting.LOCKSTEP_ALLOW_PRIVATE_ADDRESSES.property(), "true");
        }
        stayOnThisMachine(environment, properties);
        properties.put("lockstep.environment.name", "Local");
        properties.put("lockstep.environment.emulated", clerk && convex ? "both" : clerk ? "clerk" : "convex");
        environment.getPropertySources().addFirst(new MapPropertySource(Setting.EMULATORS, properties));
        application.addListeners(run.listeners());
        // Not before the whole configuration has been looked at: what a wrong one stops must not leave them running.
        application.addInitializers(run::start);
    }

    /** Everybody who reaches such a site can sign in as anybody, so that it listens where the emulators do. */
    private static void stayOnThisMachine(ConfigurableEnvironment environment, Map<String, Object> properties) {
        if (blank(environment, "server.address")) {
            properties.put("server.address", LOOPBACK);
        }
        boolean monitored = !blank(environment, Setting.LOCKSTEP_MONITORING_PORT.property());
        if (monitored && blank(environment, "management.server.address")) {
            properties.put("management.server.address", LOOPBACK);
        }
    }

    private static int port(ConfigurableEnvironment environment, String variable, int standard) {
        return environment.getProperty(variable, Integer.class, standard);
    }

    private static boolean blank(ConfigurableEnvironment environment, String property) {
        return environment.getProperty(property, "").isBlank();
    }
}

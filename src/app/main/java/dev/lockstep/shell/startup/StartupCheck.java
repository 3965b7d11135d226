package dev.lockstep.shell.startup;

import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.core.Setting;
import dev.lockstep.shell.gate.Proxies;
import dev.lockstep.shell.gate.SiteAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Looks at the configuration before anything is built from it, and stops with one list of everything that is missing
 * or wrong: each variable by name, with the place where its value is found.
 */
final class StartupCheck implements EnvironmentPostProcessor, Ordered {

    private static final String APPLICATION = "dev.lockstep.Lockstep";
    private static final String PUBLIC_URL = "lockstep.site.public-url";

    /** Browsers keep cookies of such a name to this host alone, over TLS alone. */
    private static final String COOKIE_PREFIX = "__Host-";

    @Override
    public int getOrder() {
        // After the emulators have filled in what nobody configured.
        return ConfigDataEnvironmentPostProcessor.ORDER + 20;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean ours = application.getAllSources().stream()
                .anyMatch(source ->
                        source instanceof Class<?> type && type.getName().equals(APPLICATION));
        if (!ours) {
            return;
        }
        deriveIssuer(environment);
        List<String> faults = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if (setting.isRequired() && text(environment, setting.property()).isBlank()) {
                faults.add(setting.name() + " is missing. Find it at: " + setting.place() + ".");
            }
        }
        checkUrl(environment, "CONVEX_URL", "lockstep.convex.url", faults);
        checkUrl(environment, "CLERK_ISSUER", "lockstep.clerk.issuer", faults);
        checkKeyKinds(environment, faults);
        checkSite(environment, faults);
        checkSandboxes(environment, faults);
        if (environment.acceptsProfiles(Profiles.of("production"))) {
            checkProduction(environment, faults);
        }
        if (!faults.isEmpty()) {
            throw new WrongConfiguration(faults);
        }
    }

    /** A publishable key is {@code pk_…_} and the issuer's host in base64, so that the issuer need not be given twice. */
    private static void deriveIssuer(ConfigurableEnvironment environment) {
        if (!text(environment, "lockstep.clerk.issuer").isBlank()) {
            return;
        }
        host(text(environment, "lockstep.clerk.publishable-key"))
                .ifPresent(host -> environment
                        .getPropertySources()
                        .addLast(new MapPropertySource("issuer", Map.of("CLERK_ISSUER", "https://" + host))));
    }

    static Optional<String> host(String publishableKey) {
        String[] parts = publishableKey.split("_", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        try {
            String decoded = new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8);
            return decoded.endsWith("$") ? Optional.of(decoded.substring(0, decoded.length() - 1)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void checkUrl(
            ConfigurableEnvironment environment, String variable, String property, List<String> faults) {
        String value = text(environment, property);
        if (value.isBlank()) {
            return;
        }
        try {
            URI uri = new URI(value);
            if (uri.getHost() == null || !List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                faults.add(variable + " is not an address like https://happy-animal-123.convex.cloud.");
            }
        } catch (java.net.URISyntaxException e) {
            faults.add(variable + " is not an address like https://happy-animal-123.convex.cloud.");
        }
    }

    /** Keys of two instances of Clerk do not work together, and each says of which kind its instance is. */
    private static void checkKeyKinds(ConfigurableEnvironment environment, List<String> faults) {
        String secret = text(environment, "lockstep.clerk.secret-key");
        String publishable = text(environment, "lockstep.clerk.publishable-key");
        if (!secret.isBlank() && !secret.startsWith("sk_test_") && !secret.startsWith("sk_live_")) {
            faults.add(
                    "CLERK_SECRET_KEY does not start with sk_test_ or sk_live_; it may be another value of Clerk's.");
        }
        if (!publishable.isBlank() && host(publishable).isEmpty()) {
            faults.add("CLERK_PUBLISHABLE_KEY is not whole; copy it again from the Clerk dashboard → API keys.");
        }
        if (secret.startsWith("sk_live_") && publishable.startsWith("pk_test_")
                || secret.startsWith("sk_test_") && publishable.startsWith("pk_live_")) {
            faults.add("CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY are of different instances, one live and one test.");
        }
    }

    private static void checkSite(ConfigurableEnvironment environment, List<String> faults) {
        try {
            if (SiteAddress.of(text(environment, PUBLIC_URL)).isSecure()) {
                environment
                        .getPropertySources()
                        .addFirst(new MapPropertySource(
                                "site",
                                Map.of(
                                        "lockstep.site.cookie-prefix",
                                        COOKIE_PREFIX,
                                        "server.servlet.session.cookie.name",
                                        COOKIE_PREFIX + "LOCKSTEP_SESSION",
                                        "server.servlet.session.cookie.secure",
                                        "true")));
            }
        } catch (IllegalArgumentException e) {
            faults.add("LOCKSTEP_PUBLIC_URL is not an address like https://lockstep.example.com, without a path.");
        }
        try {
            Proxies.of(text(environment, "lockstep.site.proxies"));
        } catch (IllegalArgumentException e) {
            faults.add("LOCKSTEP_PROXIES is no list of addresses or networks like 10.0.0.5, 10.1.0.0/16.");
        }
    }

    private static void checkSandboxes(ConfigurableEnvironment environment, List<String> faults) {
        try {
            NetworkPolicy.of(Binder.get(environment)
                    .bind("lockstep.sandbox.allow", Bindable.listOf(String.class))
                    .orElse(List.of()));
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
    }

    private static void checkProduction(ConfigurableEnvironment environment, List<String> faults) {
        if (text(environment, "LOCKSTEP_EMULATOR").equals("on")) {
            faults.add("LOCKSTEP_EMULATOR=on does not go with the production profile; remove it.");
        }
        if (text(environment, "lockstep.clerk.secret-key").startsWith("sk_test_")) {
            faults.add("CLERK_SECRET_KEY is a test key; production needs the sk_live_ key of the production instance.");
        }
        if (text(environment, "lockstep.clerk.publishable-key").startsWith("pk_test_")) {
            faults.add("CLERK_PUBLISHABLE_KEY is a test key; production needs the pk_live_ key.");
        }
        String site = text(environment, PUBLIC_URL);
        if (site.isBlank()) {
            faults.add("LOCKSTEP_PUBLIC_URL is missing. It is the address under which people reach this site, like"
                    + " https://lockstep.example.com.");
        } else if (!site.strip().startsWith("https://")) {
            faults.add("LOCKSTEP_PUBLIC_URL must start with https://: production is reached by TLS only, which a proxy"
                    + " before it may end.");
        }
        if (!text(environment, "spring.datasource.url").startsWith("jdbc:postgresql:")) {
            faults.add("LOCKSTEP_DATABASE_URL must name a PostgreSQL database (jdbc:postgresql://host/name):"
                    + " production does not run on the built-in one.");
        } else if (text(environment, "spring.datasource.password").isBlank()) {
            faults.add("LOCKSTEP_DATABASE_PASSWORD is missing. It is the password of LOCKSTEP_DATABASE_USER.");
        }
    }

    private static String text(ConfigurableEnvironment environment, String property) {
        return environment.getProperty(property, "");
    }
}

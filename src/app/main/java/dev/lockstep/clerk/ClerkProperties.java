package dev.lockstep.clerk;

import dev.lockstep.core.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where Clerk is and how long to wait for it.
 *
 * @param apiUrl the Backend API; may be written with or without {@code /v1}, always read with it. Plain http only on this
 *     machine, since the secret key travels along
 * @param secretKey {@code sk_test_…} or {@code sk_live_…}
 * @param issuer the Frontend API, which is the OIDC issuer, without a slash at the end
 * @param publishableKey {@code pk_test_…} or {@code pk_live_…}; null when no page needs it
 * @param connectTimeout how long one connection may take; 2 s unless given
 * @param requestTimeout how long one request may take from its start to the last byte of the answer; 5 s unless given
 * @param retryBudget how long a call may take with its retries; 3 s unless given. Uploads get the time of one request
 */
@ConfigurationProperties("lockstep.clerk")
public record ClerkProperties(
        URI apiUrl,
        Secret secretKey,
        URI issuer,
        @Nullable String publishableKey,
        @Nullable Duration connectTimeout,
        @Nullable Duration requestTimeout,
        @Nullable Duration retryBudget) {

    private static final String VERSION_PATH = "/v1";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration REQUEST = Duration.ofSeconds(5);
    private static final Duration BUDGET = Duration.ofSeconds(3);

    public ClerkProperties {
        apiUrl = versioned(web("api-url", "CLERK_API_URL", apiUrl));
        issuer = web("issuer", "CLERK_ISSUER", issuer);
        if (secretKey == null) {
            throw missing("secret-key", "CLERK_SECRET_KEY", "is the secret key of the Clerk instance (sk_…)");
        }
        if (publishableKey != null && !publishableKey.matches("pk_(test|live)_.+")) {
            throw missing("publishable-key", "CLERK_PUBLISHABLE_KEY", "begins with pk_test_ or pk_live_");
        }
        connectTimeout = positive("connect-timeout", connectTimeout, CONNECT);
        requestTimeout = positive("request-timeout", requestTimeout, REQUEST);
        retryBudget = positive("retry-budget", retryBudget, BUDGET);
    }

    /** With the usual times. */
    public static ClerkProperties of(URI apiUrl, Secret secretKey, URI issuer) {
        return new ClerkProperties(apiUrl, secretKey, issuer, null, null, null, null);
    }

    private static URI web(String property, String variable, @Nullable URI address) {
        if (address == null || address.getHost() == null) {
            throw missing(property, variable, "is an address such as https://api.clerk.com");
        }
        boolean plainHere = "http".equals(address.getScheme()) && THIS_MACHINE.contains(address.getHost());
        if (!"https".equals(address.getScheme()) && !plainHere) {
            throw missing(property, variable, "is an https address (http only on this machine)");
        }
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
    }

    private static URI versioned(URI address) {
        return address.getPath().endsWith(VERSION_PATH) ? address : URI.create(address + VERSION_PATH);
    }

    private static Duration positive(String property, @Nullable Duration given, Duration otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (given.isNegative() || given.isZero()) {
            throw new IllegalArgumentException("lockstep.clerk." + property + " must be longer than nothing");
        }
        return given;
    }

    private static IllegalArgumentException missing(String property, String variable, String shape) {
        return new IllegalArgumentException("lockstep.clerk." + property + " (" + variable + ") " + shape + "; it is "
                + "missing or of another shape");
    }
}

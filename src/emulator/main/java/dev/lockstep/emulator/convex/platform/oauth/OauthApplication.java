package dev.lockstep.emulator.convex.platform.oauth;

import dev.lockstep.core.Secret;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The one application that is registered here: Lockstep. Its addresses are compared letter by letter, as the service
 * does; they can be added while it runs, since a web port may be known late. Thread-safe.
 */
public final class OauthApplication {

    private static final int MOST_REDIRECTS = 20;

    private final String clientId;
    private final Secret clientSecret;
    private final Set<String> redirects = new CopyOnWriteArraySet<>();

    /** @param redirects where browsers may be sent with a code */
    public OauthApplication(String clientId, Secret clientSecret, List<String> redirects) {
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("clientId must not be blank");
        }
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        redirects.forEach(this::register);
    }

    public String name() {
        return "Lockstep";
    }

    public String clientId() {
        return clientId;
    }

    /** @throws IllegalArgumentException when it is no http or https address, or there are too many */
    public void register(String redirect) {
        if (!redirect.matches("https?://[^#\\s]+")) {
            throw new IllegalArgumentException("A redirect URI must be http or https without a fragment");
        }
        if (redirects.size() >= MOST_REDIRECTS && !redirects.contains(redirect)) {
            throw new IllegalArgumentException("An application has at most " + MOST_REDIRECTS + " redirect URIs");
        }
        redirects.add(redirect);
    }

    boolean sendsTo(String redirect) {
        return redirects.contains(redirect);
    }

    boolean isNamed(String candidate) {
        return clientId.equals(candidate);
    }

    /** Whether somebody is the application. */
    public boolean matches(String candidate, String secret) {
        return isNamed(candidate) && clientSecret.matches(secret);
    }
}

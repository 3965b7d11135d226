package dev.lockstep.emulator.convex.auth;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a request comes from by its {@code Authorization} header: nothing, {@code Bearer <jwt>}, or {@code Convex
 * <key>} with an identity to act as behind it. Thread-safe.
 */
public final class Authorizer {

    private final Secret adminKey;
    private final TokenVerifier verifier;
    private final Supplier<List<AuthProvider>> providers;
    private volatile Predicate<String> otherKeys = key -> false;

    /** @param providers asked at each token: a push changes them */
    public Authorizer(Secret adminKey, TokenVerifier verifier, Supplier<List<AuthProvider>> providers) {
        this.adminKey = adminKey;
        this.verifier = verifier;
        this.providers = providers;
    }

    /**
     * Takes more keys for as good as the deployment's own.
     *
     * @param keys asked at each request with a key that is shown, with or without the type in front
     */
    public void trust(Predicate<String> keys) {
        otherKeys = keys;
    }

    /** @throws Refusal 400 or 401 when the header is there and no good */
    public Identity identify(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new Identity.Anonymous();
        }
        if (header.length() < 7) {
            throw Refusal.badRequest("InvalidHeaderFailure", "The Authorization header is too short");
        }
        String scheme = header.substring(0, 7).toLowerCase(Locale.ROOT);
        String rest = header.substring(7).strip();
        return switch (scheme) {
            case "bearer " -> new Identity.User(verifier.verify(rest, providers.get()));
            case "convex " -> admin(rest);
            default ->
                throw Refusal.badRequest(
                        "InvalidAdminKey", "The Authorization header must begin with `Bearer ` or `Convex `");
        };
    }

    /**
     * A person by a token.
     *
     * @param until when the token runs out
     */
    public record Person(UserIdentity person, Instant until) {}

    /** @throws Refusal 401 when the token is no good */
    public Person user(String jwt) {
        return verifier.person(jwt, providers.get());
    }

    /**
     * The same as {@link #admin(String)} with the identity to act as beside the key.
     *
     * @param actingAs as JSON
     */
    public Identity admin(String credentials, Optional<String> actingAs) {
        Identity admin = admin(credentials);
        return actingAs.<Identity>map(
                        json -> new Identity.Admin(Optional.of(UserIdentity.ofJson(WireJson.parse(json)))))
                .orElse(admin);
    }

    /** @throws Refusal 401 unless it is the deployment's key, with or without an identity to act as behind it */
    public Identity admin(String credentials) {
        if (isKey(credentials)) {
            return new Identity.Admin(Optional.empty());
        }
        int colon = credentials.lastIndexOf(':');
        if (colon < 0 || !isKey(credentials.substring(0, colon))) {
            throw Refusal.unauthenticated("BadAdminKey", "The provided admin key was invalid for this instance");
        }
        return new Identity.Admin(Optional.of(actingAs(credentials.substring(colon + 1))));
    }

    /** @throws Refusal 403 for everyone else */
    public static void requireAdmin(Identity identity) {
        if (!identity.isAdmin()) {
            throw Refusal.forbidden("BadDeployKey", "The request needs the deployment's admin key");
        }
    }

    private boolean isKey(String candidate) {
        // `prod:name|secret` is the same key as `name|secret`: the type in front is for people and the CLI.
        int pipe = candidate.indexOf('|');
        int colon = candidate.indexOf(':');
        boolean typed = colon >= 0 && (pipe < 0 || colon < pipe);
        return matches(candidate) || (typed && matches(candidate.substring(colon + 1)));
    }

    private boolean matches(String candidate) {
        return adminKey.matches(candidate) || otherKeys.test(candidate);
    }

    private static UserIdentity actingAs(String base64) {
        try {
            String json = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return UserIdentity.ofJson(WireJson.parse(json));
        } catch (IllegalArgumentException e) {
            throw UserIdentity.unreadable("it is not base64");
        }
    }
}

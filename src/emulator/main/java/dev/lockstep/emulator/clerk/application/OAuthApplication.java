package dev.lockstep.emulator.clerk.application;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stored whole; every change makes a new one.
 *
 * @param id {@code oa_…}
 * @param secretHash as {@link Secrets} makes it; null for a public application, which has no secret
 * @param redirectUris where it may be answered, letter by letter
 * @param scopes which it may ask for
 * @param consent kept for whoever asks: the emulator asks nobody for consent
 */
public record OAuthApplication(
        String id,
        String name,
        String clientId,
        @Nullable String secretHash,
        List<String> redirectUris,
        List<String> scopes,
        boolean consent,
        boolean pkceRequired,
        Instant createdAt,
        Instant updatedAt) {

    public OAuthApplication {
        redirectUris = List.copyOf(redirectUris);
        scopes = List.copyOf(scopes);
    }

    /** Whether it runs where it can keep no secret. */
    public boolean isPublic() {
        return secretHash == null;
    }

    OAuthApplication withSecretHash(@Nullable String changed, Instant now) {
        return new OAuthApplication(
                id, name, clientId, changed, redirectUris, scopes, consent, pkceRequired, createdAt, now);
    }

    /** What a request sets. */
    record Content(
            String name, List<String> redirectUris, List<String> scopes, boolean consent, boolean pkceRequired) {}

    OAuthApplication with(Content content, Instant now) {
        return new OAuthApplication(
                id,
                content.name(),
                clientId,
                secretHash,
                content.redirectUris(),
                content.scopes(),
                content.consent(),
                content.pkceRequired(),
                createdAt,
                now);
    }
}

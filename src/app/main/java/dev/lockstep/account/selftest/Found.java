package dev.lockstep.account.selftest;

import dev.lockstep.clerk.ClerkIssuer;
import dev.lockstep.core.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one run has learned so far. For one thread. */
final class Found {

    private ClerkIssuer.@Nullable Published published;
    private @Nullable Secret token;

    void published(ClerkIssuer.Published document) {
        published = document;
    }

    Optional<ClerkIssuer.Published> published() {
        return Optional.ofNullable(published);
    }

    void token(Secret minted) {
        token = minted;
    }

    Secret token() {
        if (token == null) {
            throw new IllegalStateException("Bug: asked for a token before one was minted");
        }
        return token;
    }
}

package dev.lockstep.account.role;

import dev.lockstep.core.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who signs in how.
 *
 * @param clientId the id of the OAuth application that the site signs people in with
 * @param clientSecret its secret
 * @param tokenTemplate the JWT template in Clerk whose tokens Convex accepts, for deliveries while nobody is signed in
 * @param webhookSecrets what Clerk signs its webhooks with, {@code whsec_…}; several while one is exchanged for another,
 *     none when no webhooks are expected
 * @param admins verified e-mail addresses and user ids that are administrators besides those with public_metadata.role=admin
 */
@ConfigurationProperties("lockstep.account")
public record AccountProperties(
        String clientId,
        String clientSecret,
        @DefaultValue("convex") String tokenTemplate,
        @DefaultValue List<Secret> webhookSecrets,
        @DefaultValue List<String> admins) {

    public AccountProperties {
        // Spring parts a list at commas; people part secrets by spaces as well.
        webhookSecrets = webhookSecrets.stream()
                .flatMap(secrets -> Arrays.stream(secrets.reveal().split("\\s+")))
                .filter(secret -> !secret.isBlank())
                .map(Secret::of)
                .toList();
    }

    /** Whether the configured list names this person, by their id or by an address that is known to be theirs. */
    boolean lists(String userId, Optional<String> verifiedEmail) {
        return admins.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals(userId.toLowerCase(Locale.ROOT))
                        || verifiedEmail
                                .filter(email -> entry.equals(email.toLowerCase(Locale.ROOT)))
                                .isPresent());
    }

    /** Without the secret: records print all their parts otherwise. */
    @Override
    public String toString() {
        return "AccountProperties[clientId=" + clientId + ", tokenTemplate=" + tokenTemplate + "]";
    }
}

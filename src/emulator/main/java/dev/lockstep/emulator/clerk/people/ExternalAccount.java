package dev.lockstep.emulator.clerk.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account elsewhere that a person signs in with.
 *
 * @param id {@code eac_…}
 * @param provider {@code oauth_google} or {@code oauth_github}
 * @param identificationId {@code idn_…}
 * @param providerUserId the person's id there
 */
public record ExternalAccount(
        String id,
        String provider,
        String identificationId,
        String providerUserId,
        String email,
        @Nullable String firstName,
        @Nullable String lastName,
        Instant createdAt) {}

package dev.lockstep.clerk;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person as Clerk knows them.
 *
 * @param id {@code user_…}
 * @param profile what the person has told
 * @param hasImage whether the person uploaded the picture; Clerk draws one for whoever did not
 * @param publicMetadata read-only
 * @param updatedAt orders changes: a later one supersedes an earlier one
 */
public record ClerkUser(
        String id,
        Profile profile,
        boolean hasImage,
        Map<String, Object> publicMetadata,
        boolean banned,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * Every part may be null: half of the world signs up without a name. Read it by the accessors of
     * {@link ClerkUser}, which say so.
     *
     * @param email the primary address
     * @param emailVerified whether the person has shown that the primary address is theirs
     */
    public record Profile(
            @Nullable String externalId,
            @Nullable String username,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            boolean emailVerified,
            @Nullable URI imageUrl) {}

    public ClerkUser {
        // Not Map.copyOf, which takes no null, while metadata may hold one.
        publicMetadata = Collections.unmodifiableMap(new LinkedHashMap<>(publicMetadata));
    }

    public Optional<String> externalId() {
        return Optional.ofNullable(profile.externalId());
    }

    public Optional<String> username() {
        return Optional.ofNullable(profile.username());
    }

    public Optional<String> firstName() {
        return Optional.ofNullable(profile.firstName());
    }

    public Optional<String> lastName() {
        return Optional.ofNullable(profile.lastName());
    }

    /** The primary address. */
    public Optional<String> email() {
        return Optional.ofNullable(profile.email());
    }

    /** The primary address, where the person has shown that it is theirs: anybody may type one in. */
    public Optional<String> verifiedEmail() {
        return email().filter(address -> profile.emailVerified());
    }

    public Optional<URI> imageUrl() {
        return Optional.ofNullable(profile.imageUrl());
    }
}

package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.Metadata;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Stored whole; every change makes a new one.
 *
 * @param id {@code org_…}
 * @param slug lower-case letters, digits and hyphens, which no other organization has
 * @param imageId the uploaded logo, or null for the drawn initial
 * @param mostMembers 0 for no limit
 * @param createdBy null where a server made it for nobody in particular
 */
record Organization(
        String id,
        String name,
        String slug,
        @Nullable String imageId,
        long mostMembers,
        boolean adminsMayDelete,
        Metadata metadata,
        @Nullable String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    /** What a request may set; null leaves what is there. */
    record Change(
            @Nullable String name,
            @Nullable String slug,
            @Nullable Long mostMembers,
            @Nullable Boolean adminsMayDelete,
            @Nullable Instant createdAt) {}

    Organization with(Change change) {
        return new Organization(
                id,
                change.name() == null ? name : change.name(),
                change.slug() == null ? slug : change.slug(),
                imageId,
                change.mostMembers() == null ? mostMembers : change.mostMembers(),
                change.adminsMayDelete() == null ? adminsMayDelete : change.adminsMayDelete(),
                metadata,
                createdBy,
                change.createdAt() == null ? createdAt : change.createdAt(),
                updatedAt);
    }

    Organization with(Metadata changed) {
        return new Organization(
                id, name, slug, imageId, mostMembers, adminsMayDelete, changed, createdBy, createdAt, updatedAt);
    }

    Organization withImageId(@Nullable String changed) {
        return new Organization(
                id, name, slug, changed, mostMembers, adminsMayDelete, metadata, createdBy, createdAt, updatedAt);
    }

    Organization changedAt(Instant now) {
        return new Organization(
                id, name, slug, imageId, mostMembers, adminsMayDelete, metadata, createdBy, createdAt, now);
    }
}

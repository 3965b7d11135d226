package dev.lockstep.emulator.clerk.access;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A wish that somebody joins.
 *
 * @param id {@code inv_…}
 * @param metadata the public metadata of who accepts
 * @param redirectUrl where the browser goes then; null for the emulator's first page
 */
record Invitation(
        String id,
        String email,
        ObjectNode metadata,
        @Nullable String redirectUrl,
        String ticket,
        Status status,
        Instant expiresAt,
        Instant createdAt,
        Instant updatedAt) {

    /** As Clerk has them. */
    enum Status {
        PENDING,
        ACCEPTED,
        REVOKED,
        EXPIRED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What it is now: time ends it without anybody writing so. */
    Invitation at(Instant now) {
        return status == Status.PENDING && !now.isBefore(expiresAt) ? with(Status.EXPIRED, expiresAt) : this;
    }

    Invitation with(Status changed, Instant now) {
        return new Invitation(id, email, metadata, redirectUrl, ticket, changed, expiresAt, createdAt, now);
    }
}

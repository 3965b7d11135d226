package dev.lockstep.emulator.clerk.ticket;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signs one person in, once.
 *
 * @param id {@code sit_…} or {@code act_…}
 * @param actor who acts as the person, as a JSON object; null for a ticket of the person's own
 * @param sessionLifetime how long the sign-in lasts at most
 */
record Ticket(
        String id,
        String userId,
        String token,
        Status status,
        @Nullable String actor,
        Duration sessionLifetime,
        Instant expiresAt,
        Instant createdAt,
        Instant updatedAt) {

    /** As Clerk has them; one whose time is over stays pending, and is not taken. */
    enum Status {
        PENDING,
        ACCEPTED,
        REVOKED
    }

    Ticket with(Status changed, Instant now) {
        return new Ticket(id, userId, token, changed, actor, sessionLifetime, expiresAt, createdAt, now);
    }
}

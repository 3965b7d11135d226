package dev.lockstep.emulator.clerk.people;

import java.time.Instant;
import java.util.Locale;

/**
 * One sign-in of one person on one browser.
 *
 * @param id {@code sess_…}
 * @param clientId {@code client_…}, the browser
 */
public record Session(
        String id,
        String userId,
        String clientId,
        Status status,
        Instant createdAt,
        Instant updatedAt,
        Instant lastActiveAt,
        Instant expireAt,
        Instant abandonAt) {

    /** Only an active session is a sign-in. */
    public enum Status {
        ACTIVE,
        ENDED,
        EXPIRED,
        REMOVED,
        REPLACED,
        REVOKED,
        ABANDONED;

        /** As written on the wire and in the store. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the session is now: time ends it without anybody writing so. */
    public Status statusAt(Instant now) {
        if (status != Status.ACTIVE) {
            return status;
        }
        return now.isBefore(expireAt) ? Status.ACTIVE : Status.EXPIRED;
    }

    public Session withStatus(Status changed) {
        return new Session(id, userId, clientId, changed, createdAt, updatedAt, lastActiveAt, expireAt, abandonAt);
    }
}

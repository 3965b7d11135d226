package dev.lockstep.emulator.clerk.people;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in of one person on one browser.
 *
 * @param id {@code sess_…}
 * @param clientId {@code client_…}, the browser
 * @param terms on which it was begun
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
        Instant abandonAt,
        Terms terms) {

    /**
     * What is particular to a sign-in.
     *
     * @param actor who acts as the person, as a JSON object with at least {@code sub}; null where nobody does
     * @param organizationId the organization that the person acts for; null where it is for none
     */
    public record Terms(@Nullable String actor, @Nullable String organizationId) {

        public static Terms ordinary() {
            return new Terms(null, null);
        }
    }

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
        return new Session(
                id, userId, clientId, changed, createdAt, updatedAt, lastActiveAt, expireAt, abandonAt, terms);
    }
}

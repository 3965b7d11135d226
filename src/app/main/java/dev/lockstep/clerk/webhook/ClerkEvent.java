package dev.lockstep.clerk.webhook;

import dev.lockstep.clerk.ClerkUser;
import java.time.Instant;
import java.util.Optional;

/** What a webhook of Clerk tells. Source: Clerk's webhook specification of 2025-04-15. */
public sealed interface ClerkEvent {

    /** {@code user.created}, {@code user.updated}, for example. */
    String type();

    /** The person it is about. */
    Optional<String> userId();

    /** The person as they are at {@code user.updatedAt()}. */
    record UserChanged(String type, ClerkUser user) implements ClerkEvent {
        @Override
        public Optional<String> userId() {
            return Optional.of(user.id());
        }
    }

    record UserDeleted(String type, String id, Instant at) implements ClerkEvent {
        @Override
        public Optional<String> userId() {
            return Optional.of(id);
        }
    }

    /** A session was ended from outside, by an administrator or by Clerk itself. */
    record SessionRevoked(String type, String sessionId, String user, Instant at) implements ClerkEvent {
        @Override
        public Optional<String> userId() {
            return Optional.of(user);
        }
    }

    /** Nothing that is kept here. */
    record Other(String type, Optional<String> userId) implements ClerkEvent {}

    /** Clerk's, of a type that is kept here, and not of the shape it should have. */
    record Unreadable(String type, String why) implements ClerkEvent {
        @Override
        public Optional<String> userId() {
            return Optional.empty();
        }
    }

    /**
     * Reads the body of a webhook.
     *
     * @throws IllegalArgumentException when it is no event of Clerk's; the message says what is missing, and quotes
     *     nothing of it
     */
    static ClerkEvent parse(String body) {
        return ClerkEventReader.read(body);
    }
}

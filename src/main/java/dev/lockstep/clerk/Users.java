package dev.lockstep.clerk;

import com.clerk.backend_api.models.components.EmailAddress;
import com.clerk.backend_api.models.components.Session;
import com.clerk.backend_api.models.components.User;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Turns the SDK's models into ours. */
final class Users {

    private Users() {}

    static ClerkUser from(User user) {
        var profile = new ClerkUser.Profile(
                user.externalId().orElse(null),
                user.username().orElse(null),
                user.firstName().orElse(null),
                user.lastName().orElse(null),
                email(user).orElse(null),
                user.imageUrl().filter(url -> !url.isBlank()).map(URI::create).orElse(null));
        return new ClerkUser(
                user.id(),
                profile,
                user.hasImage(),
                user.publicMetadata(),
                user.banned(),
                Instant.ofEpochMilli(user.createdAt()),
                Instant.ofEpochMilli(user.updatedAt()));
    }

    /** The one that is named primary, never simply the first. */
    private static Optional<String> email(User user) {
        return user.primaryEmailAddressId()
                .flatMap(id -> user.emailAddresses().stream()
                        .filter(address -> address.id().equals(Optional.of(id)))
                        .map(EmailAddress::emailAddress)
                        .findFirst());
    }

    static ClerkSession from(Session session) {
        return new ClerkSession(
                session.id(),
                session.userId(),
                session.clientId(),
                Instant.ofEpochMilli(session.createdAt()),
                Instant.ofEpochMilli(session.lastActiveAt()),
                Instant.ofEpochMilli(session.expireAt()));
    }
}

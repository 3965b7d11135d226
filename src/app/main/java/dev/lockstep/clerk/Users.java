package dev.lockstep.clerk;

import com.clerk.backend_api.models.components.Admin;
import com.clerk.backend_api.models.components.EmailAddress;
import com.clerk.backend_api.models.components.EmailLink;
import com.clerk.backend_api.models.components.FromOAuth;
import com.clerk.backend_api.models.components.Otp;
import com.clerk.backend_api.models.components.Session;
import com.clerk.backend_api.models.components.Ticket;
import com.clerk.backend_api.models.components.User;
import com.clerk.backend_api.models.components.Verification;
import com.clerk.backend_api.models.components.VerificationSAMLVerificationEmailAddressSAML;
import com.clerk.backend_api.models.components.VerificationSCIM;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Turns the SDK's models into ours. */
final class Users {

    private Users() {}

    static ClerkUser from(User user) {
        Optional<EmailAddress> email = email(user);
        var profile = new ClerkUser.Profile(
                user.externalId().orElse(null),
                user.username().orElse(null),
                user.firstName().orElse(null),
                user.lastName().orElse(null),
                email.map(EmailAddress::emailAddress).orElse(null),
                email.flatMap(EmailAddress::verification)
                        .filter(Users::verified)
                        .isPresent(),
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
    private static Optional<EmailAddress> email(User user) {
        return user.primaryEmailAddressId()
                .flatMap(id -> user.emailAddresses().stream()
                        .filter(address -> address.id().equals(Optional.of(id)))
                        .findFirst());
    }

    /** The SDK has a type for each way to verify, and nothing that they share. */
    private static boolean verified(Verification verification) {
        String status = switch (verification) {
            case Otp otp -> otp.status().value();
            case EmailLink link -> link.status().value();
            case FromOAuth linked -> linked.status().value();
            case Ticket ticket -> ticket.status().value();
            case Admin admin -> admin.status().value();
            case VerificationSAMLVerificationEmailAddressSAML saml ->
                saml.status().value();
            case VerificationSCIM scim -> scim.status().value();
            // A way that the SDK does not know yet.
            default -> "";
        };
        return status.equals("verified");
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

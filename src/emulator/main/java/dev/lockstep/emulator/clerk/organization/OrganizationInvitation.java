package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.role.Role;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A wish that somebody joins an organization.
 *
 * @param id {@code orginv_…}
 * @param inviterId null where a server invites for nobody in particular
 * @param redirectUrl where the browser goes then; null for the emulator's first page
 * @param userId who accepted; null where nobody did
 */
record OrganizationInvitation(
        String id,
        String organizationId,
        String email,
        Role role,
        @Nullable String inviterId,
        Metadata metadata,
        @Nullable String redirectUrl,
        String ticket,
        Status status,
        @Nullable String userId,
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
    OrganizationInvitation at(Instant now) {
        return status == Status.PENDING && !now.isBefore(expiresAt) ? with(Status.EXPIRED, null, expiresAt) : this;
    }

    OrganizationInvitation with(Status changed, @Nullable String user, Instant now) {
        return new OrganizationInvitation(
                id,
                organizationId,
                email,
                role,
                inviterId,
                metadata,
                redirectUrl,
                ticket,
                changed,
                user,
                expiresAt,
                createdAt,
                now);
    }
}

package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.role.Role;
import java.time.Instant;

/**
 * One person in one organization.
 *
 * @param id {@code orgmem_…}
 */
record Membership(
        String id,
        String organizationId,
        String userId,
        Role role,
        Metadata metadata,
        Instant createdAt,
        Instant updatedAt) {

    Membership with(Role changed, Instant now) {
        return new Membership(id, organizationId, userId, changed, metadata, createdAt, now);
    }

    Membership with(Metadata changed, Instant now) {
        return new Membership(id, organizationId, userId, role, changed, createdAt, now);
    }
}

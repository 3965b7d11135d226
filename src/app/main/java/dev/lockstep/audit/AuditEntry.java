package dev.lockstep.audit;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import java.util.Optional;

/**
 * Something worth remembering, as it is written down.
 *
 * @param actor who did it: a person's id, or {@link #SYSTEM}, {@link #CLERK}
 * @param action what was done, {@code change.parked} for example; up to 64 characters, from a short list per feature
 * @param person whom it concerns
 * @param change which change it concerns
 * @param detail for people to read, up to 2,000 characters, longer ones are cut; never a secret
 */
public record AuditEntry(
        String actor, String action, Optional<Owner> person, Optional<ChangeId> change, String detail) {

    /** Decided by Lockstep itself. */
    public static final String SYSTEM = "system";

    /** Told by Clerk. */
    public static final String CLERK = "clerk";

    static final int MAX_DETAIL = 2000;

    public AuditEntry {
        if (actor.isBlank() || actor.length() > 64 || action.isBlank() || action.length() > 64) {
            throw new IllegalArgumentException("An audit entry's actor and action have 1 to 64 characters");
        }
        detail = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    }

    /** Concerns one person. */
    public static AuditEntry about(String actor, String action, Owner person, String detail) {
        return new AuditEntry(actor, action, Optional.of(person), Optional.empty(), detail);
    }

    /** Concerns one change of one person. */
    public static AuditEntry about(String actor, String action, Owner person, ChangeId change, String detail) {
        return new AuditEntry(actor, action, Optional.of(person), Optional.of(change), detail);
    }

    /** Concerns nobody in particular. */
    public static AuditEntry general(String actor, String action, String detail) {
        return new AuditEntry(actor, action, Optional.empty(), Optional.empty(), detail);
    }
}

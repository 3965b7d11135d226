package dev.lockstep.account.person;

import dev.lockstep.core.Owner;

/** A person's id in Clerk, {@code user_…}: the same in Clerk, Convex, this database and every device. */
public record UserId(String value) {

    public UserId {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("A user id has 1 to 64 characters");
        }
    }

    /** The same person as the engine names them. */
    public Owner owner() {
        return Owner.of(value);
    }

    public static UserId of(Owner owner) {
        return new UserId(owner.value());
    }

    @Override
    public String toString() {
        return value;
    }
}

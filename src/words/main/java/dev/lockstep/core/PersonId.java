package dev.lockstep.core;

/** A person's id in Clerk, {@code user_…}: the same in Clerk, Convex, this database and every device. */
public record PersonId(String value) implements Owner {

    public PersonId {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException("A person's id has 1 to " + LONGEST + " characters");
        }
        if (value.startsWith(GuestId.PREFIX)) {
            throw new IllegalArgumentException("A person's id does not begin with " + GuestId.PREFIX);
        }
    }

    /** @throws IllegalArgumentException for a guest */
    public static PersonId of(Owner owner) {
        if (owner instanceof PersonId person) {
            return person;
        }
        throw new IllegalArgumentException(owner + " is a guest, not a person");
    }

    @Override
    public String toString() {
        return value;
    }
}

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

    @Override
    public String toString() {
        return value;
    }
}

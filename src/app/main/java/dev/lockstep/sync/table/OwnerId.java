package dev.lockstep.sync.table;

/**
 * Whose data it is: the person's id in Clerk ({@code user_…}), the one key that Clerk, Convex and this database share.
 */
public record OwnerId(String value) {

    public OwnerId {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("An owner id has 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

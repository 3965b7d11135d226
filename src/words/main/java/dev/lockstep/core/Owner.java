package dev.lockstep.core;

/**
 * Whose data it is: one text key that every system shares. Stored and sent as {@link #value()}.
 */
public sealed interface Owner permits PersonId, GuestId {

    /** The longest value, in characters, that the column has room for. */
    int LONGEST = 64;

    /** 1 to 64 characters; two owners are never written alike. */
    String value();

    /** @throws IllegalArgumentException unless it is the id of a person or of a guest, of 1 to 64 characters */
    static Owner of(String value) {
        return value.startsWith(GuestId.PREFIX) ? new GuestId(value) : new PersonId(value);
    }
}

package dev.lockstep.core;

/** Whoever works on one device without an account: {@code guest_} and an id that the device made. */
public record GuestId(String value) implements Owner {

    static final String PREFIX = "guest_";

    public GuestId {
        if (!value.startsWith(PREFIX) || value.length() == PREFIX.length() || value.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "A guest's id is " + PREFIX + " and at least one more character, at most " + LONGEST + " in all");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

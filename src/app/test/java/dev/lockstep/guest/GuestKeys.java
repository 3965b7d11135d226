package dev.lockstep.guest;

import dev.lockstep.core.GuestId;

/** Makes guests for tests of pages. */
public final class GuestKeys {

    private GuestKeys() {}

    /** A new guest, by the key that their browser has. */
    public static String make(Guests guests) {
        return guests.make().key();
    }

    public static GuestId id(Guests guests, String key) {
        return guests.known(key).orElseThrow();
    }
}

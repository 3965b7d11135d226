package dev.lockstep.emulator.clerk.people;

/** How it is known that an address or a telephone number is a person's. */
public enum Proof {
    /** They entered a code that was sent there, or a provider vouches for it. */
    CODE,
    /** A server of the application says so. */
    ADMIN,
    /** It is not known; nobody else can have it, and the person may sign in with it. */
    RESERVED,
    /** It is not known, and the person may not sign in with it. */
    NONE;

    public boolean verified() {
        return this == CODE || this == ADMIN;
    }

    /** Whether a sign-in may begin with it. */
    public boolean opens() {
        return this != NONE;
    }
}

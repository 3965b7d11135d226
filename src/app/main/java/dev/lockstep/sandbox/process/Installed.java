package dev.lockstep.sandbox.process;

/** What installing came to. */
public enum Installed {
    /** Nothing had changed since the last time. */
    ALREADY,
    /** The packages are there now. */
    ANEW
}

package dev.lockstep.project.attempt;

/** Where an attempt is. What leads from one to the other is drawn in {@code docs/connect.md}. */
public enum AttemptStatus {
    AUTHORIZING,
    EXCHANGING,
    SELECTING,
    PROVISIONING,
    CONNECTED,
    FAILED,
    CANCELLED,
    EXPIRED;

    /** Whether something is still to come of it. */
    public boolean isUnderWay() {
        return this == AUTHORIZING || this == EXCHANGING || this == SELECTING || this == PROVISIONING;
    }

    /** Whether it goes on when its person does something. */
    public boolean waitsForPerson() {
        return this == AUTHORIZING || this == SELECTING;
    }

    /** Whether Lockstep can go on with it by itself. */
    public boolean canBeTakenUp() {
        return this == SELECTING || this == FAILED || this == PROVISIONING;
    }
}

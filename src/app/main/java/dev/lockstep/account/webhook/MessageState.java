package dev.lockstep.account.webhook;

/** Where a message is on its way. */
public enum MessageState {
    /** Stored, and to be applied. */
    WAITING,
    APPLIED,
    /** Could not be applied again and again; only a person moves it on. */
    PARKED
}

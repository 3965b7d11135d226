package dev.lockstep.outbox.change;

/** A system whose word can be taken when records disagree. */
public enum Authority {
    CLERK,
    CONVEX
}

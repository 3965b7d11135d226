package dev.lockstep.sync.table;

/** A system whose word can be taken when records disagree. */
public enum Authority {
    CLERK,
    CONVEX
}

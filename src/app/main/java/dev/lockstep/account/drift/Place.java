package dev.lockstep.account.drift;

/** Where a person is kept. */
public enum Place {
    CLERK,
    CONVEX,
    HERE
}

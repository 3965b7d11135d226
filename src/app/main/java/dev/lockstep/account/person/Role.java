package dev.lockstep.account.person;

/** What a person may see. Comes from {@code public_metadata.role} in Clerk or from the configured list. */
public enum Role {
    MEMBER,
    ADMIN
}

package dev.lockstep.account.limit;

/** What is counted, each by itself. */
public enum Limit {
    FIRST_PAGES,
    SIGN_INS,
    WEBHOOKS,
    API,
    UPLOADS,
    SAVES
}

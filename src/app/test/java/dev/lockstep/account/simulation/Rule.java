package dev.lockstep.account.simulation;

/** What keeps the three systems in agreement, each to be left out by itself. */
public enum Rule {
    /** A state of Clerk's that is older than what is known is not applied here. */
    CLERK_ORDER_HERE,
    /** The same in Convex. */
    CLERK_ORDER_IN_CONVEX,
    /** Clerk's news leave alone what a person's own newer change is about to change there. */
    OWN_CHANGES_FIRST,
    /** Convex takes a repeat under the id of the first as the first. */
    IDEMPOTENCY_KEY,
    /** Changes of one record arrive in the order in which they were made. */
    ORDER_PER_RECORD,
    /** Trouble that may pass never stops a change. */
    TRANSIENT_NEVER_COUNTS,
    /** What a dead worker held is taken over. */
    LEASES_END,
    /** A message is stored before it is acknowledged. */
    STORED_BEFORE_ANSWERED,
    /** Somebody deleted stays deleted, whatever comes late: here. */
    TOMBSTONE_HERE,
    /** The same in Convex. */
    TOMBSTONE_IN_CONVEX,
    /** People are compared, since messages may be lost for good. */
    RECONCILIATION,
    /** Every repair is written down with it. */
    AUDIT
}

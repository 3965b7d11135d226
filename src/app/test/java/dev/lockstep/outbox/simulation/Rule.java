package dev.lockstep.outbox.simulation;

/** What the outbox goes by. Without any of them some life goes wrong. */
public enum Rule {
    /** An older change of the same record that waits goes first. */
    OLDER_WAITING_BLOCKS,
    /** One that is parked goes first too. */
    OLDER_PARKED_BLOCKS,
    /** What somebody is sending is taken by nobody else. */
    LEASED_IS_TAKEN,
    /** A lease runs out, so that what a stopped worker held goes on. */
    LEASES_END,
    /** What is left of a lease is longer than a delivery takes, or the change is not sent. */
    SENT_WHILE_LEASED,
    /** An answer under an older taking is dropped. */
    LATE_IS_DROPPED,
    /** Changes are stored with what they tell of, or not at all. */
    STORED_TOGETHER,
    /** Only refusals count to the limit. */
    TRANSIENT_NEVER_COUNTS,
    /** What is being sent cannot be discarded or replaced. */
    SENT_IS_LEFT_ALONE,
    /** A discarding is not taken back once something newer of the record was sent. */
    NEWER_SENT_STANDS,
    /** What takes another's place takes its turn too. */
    REPLACED_IN_PLACE,
    /** What waits for a time that the clock was set back from goes on. */
    SET_BACK_IS_BROUGHT_BACK
}

package dev.lockstep.sync;

/** What keeps devices in step. A simulation without one of them goes wrong. */
enum SyncRule {
    /** Of two changes of a record the older one is sent first. */
    ORDER_PER_RECORD,
    /** A repeat is sent under the id of the first time. */
    SAME_ID_ON_REPEAT,
    /** What was read late does not replace what is newer. */
    OLDER_REVISION_STAYS_OUT,
    /** What waits is laid over what Convex has. */
    WAITING_LAID_OVER,
    /** A position is written with the records up to it, or not at all. */
    ROWS_WITH_CURSOR,
    /** What was sent once is not changed any more. */
    SENT_IS_NEVER_FOLDED,
    /** What lost is kept. */
    CONFLICT_KEPT,
    /** A change says which revision it had seen. */
    BASE_TELLS_WHAT_WAS_SEEN,
    /** An edit's stamp comes after all that its device had seen of the record. */
    STAMP_AFTER_SEEN,
    /** Who is told to begin anew forgets what it had read. */
    RESET_FORGETS
}

package dev.lockstep.outbox.store;

/**
 * <pre>
 *              transient, auth, refused below the limit
 *                 ┌────────┐
 *                 ▼        │
 *  recorded ──▶ WAITING ───┴──▶ DONE
 *                 │  ▲   └────▶ REJECTED    (refused while the person was there to see it)
 *   limit reached │  │ retry
 *                 ▼  │
 *               PARKED ───────▶ SUPERSEDED  (a newer change of the same record took its content over)
 *
 *  WAITING, PARKED ◀──────▶ DISCARDED     (somebody decided not to send it, and may take that back)
 * </pre>
 *
 * A change that is being sent stays WAITING under a lease, so that a crash in mid-send needs no repair: the lease runs
 * out and the same bytes go again under the same id.
 */
public enum ChangeState {
    WAITING,
    PARKED,
    DONE,
    REJECTED,
    SUPERSEDED,
    DISCARDED;

    /** Whether younger changes of the same record must stay behind this one. */
    public boolean blocks() {
        return this == WAITING || this == PARKED;
    }
}

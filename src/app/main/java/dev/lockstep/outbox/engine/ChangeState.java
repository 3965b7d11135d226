package dev.lockstep.outbox.engine;

/**
 * Where a change is. What leads from one to the other is drawn in {@code docs/outbox.md}.
 *
 * <p>A change that is being sent stays WAITING under a lease, so that a crash in mid-send needs no repair: the lease runs
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

package dev.lockstep.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * How one owner's copy of a table stands.
 *
 * @param pending changes that have not arrived
 * @param stopped those of them that only a person can move on
 * @param lastPull when it was last read in Convex; empty when never
 */
public record SyncStatus(State state, long pending, long stopped, Optional<Instant> lastPull) {

    /** In one word. */
    public enum State {
        SYNCED,
        SYNCING,
        OFFLINE,
        ERROR,
        /** A guest's: sent nowhere. */
        LOCAL
    }
}

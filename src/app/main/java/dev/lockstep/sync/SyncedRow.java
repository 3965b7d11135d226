package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import java.time.Instant;
import java.util.Optional;

/**
 * A record as its owner sees it.
 *
 * @param fields those that it has
 * @param state whether all that was done to it has arrived
 * @param change what waits first; empty when everything has arrived
 * @param problem why that has not arrived, in a sentence
 */
public record SyncedRow(
        String clientId,
        Obj fields,
        boolean deleted,
        State state,
        Optional<ChangeId> change,
        Optional<String> problem,
        Instant createdAt,
        Instant updatedAt) {

    /** How far what was done to a record has come. */
    public enum State {
        SYNCED,
        /** On its way; Lockstep keeps trying. */
        PENDING,
        /** Refused: only a person can move it on. */
        FAILED,
        /** A guest's: nowhere but on this installation. */
        LOCAL
    }
}

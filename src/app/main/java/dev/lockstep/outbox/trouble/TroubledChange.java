package dev.lockstep.outbox.trouble;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.RecordKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A change as the console lists it.
 *
 * @param record what it is about, {@code table/key}
 * @param state where it stands, {@code WAITING} for example
 * @param trouble empty when it has none, or none any more
 * @param code the last answer's code; empty when it was never sent or arrived
 * @param since when the trouble began, or when it was recorded if it has none
 * @param lastTried when it last moved
 * @param nextTry when it is tried again; meaningless unless it waits
 */
public record TroubledChange(
        ChangeId id,
        Owner owner,
        String destination,
        String record,
        String state,
        Optional<Trouble> trouble,
        int attempts,
        Optional<String> code,
        Optional<String> error,
        Instant since,
        Instant lastTried,
        Instant nextTry) {

    /** The part of the record's key before the stroke. */
    public String table() {
        return RecordKey.of(record).table();
    }
}

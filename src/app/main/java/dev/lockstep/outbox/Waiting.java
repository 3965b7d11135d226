package dev.lockstep.outbox;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.store.PendingChange;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that has not arrived.
 *
 * @param title what people call its destination
 * @param stopped true when only a person can move it on; false when Lockstep keeps trying
 * @param errorCode the last answer's code; empty when it was never sent
 * @param nextTry when it is tried again; meaningless once stopped
 */
public record Waiting(
        ChangeId id,
        Owner owner,
        String destination,
        String title,
        String record,
        boolean stopped,
        int attempts,
        Optional<String> errorCode,
        Optional<String> error,
        Instant since,
        Instant lastTried,
        Instant nextTry) {

    static Waiting of(PendingChange change, String title) {
        return new Waiting(
                change.id(),
                change.owner(),
                change.destination(),
                title,
                change.record(),
                change.stopped(),
                change.attempts(),
                change.errorCode(),
                change.error(),
                change.since(),
                change.lastTried(),
                change.nextTry());
    }
}

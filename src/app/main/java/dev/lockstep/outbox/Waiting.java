package dev.lockstep.outbox;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Entry;
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

    static Waiting of(Entry entry, String title) {
        return new Waiting(
                entry.id(),
                entry.owner(),
                entry.destination(),
                title,
                entry.subject().record(),
                entry.state() == ChangeState.PARKED,
                entry.counts().attempts(),
                entry.mishap().code(),
                entry.error(),
                entry.times().created(),
                entry.times().updated(),
                entry.times().nextAttempt());
    }
}

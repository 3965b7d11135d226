package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a change stands, without what it carries: payloads and pictures are read by those who send them.
 *
 * @param stopped whether only a person can move it on
 * @param errorCode the last answer's code; empty when it was never sent
 * @param nextTry when it is tried again; meaningless once stopped
 */
public record PendingChange(
        ChangeId id,
        Owner owner,
        String destination,
        String record,
        boolean stopped,
        int attempts,
        Optional<String> errorCode,
        Optional<String> error,
        Instant since,
        Instant lastTried,
        Instant nextTry) {

    /** As the database gives it. */
    PendingChange(
            UUID id,
            String ownerId,
            String destination,
            String record,
            ChangeState state,
            int attempts,
            @Nullable String errorCode,
            @Nullable String error,
            Instant createdAt,
            Instant updatedAt,
            Instant nextAttemptAt) {
        this(
                new ChangeId(id),
                Owner.of(ownerId),
                destination,
                record,
                state == ChangeState.PARKED,
                attempts,
                Optional.ofNullable(errorCode),
                Optional.ofNullable(error),
                createdAt,
                updatedAt,
                nextAttemptAt);
    }
}

package dev.lockstep.outbox.store;

import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.trouble.Sending;
import java.time.Instant;

/**
 * A change that was taken for sending.
 *
 * @param number counts the takings of this change; an answer under a number that is no longer the last comes too late
 * @param until when the lease runs out and somebody else may take the change
 * @param recordedAt when the change was recorded
 * @param sentAt when sending began; when it was taken until then
 */
public record Claim(Change change, int number, Instant until, Instant recordedAt, Instant sentAt) {

    Sending sending() {
        return new Sending(change, number, sentAt);
    }

    /** The same claim, being sent from this moment. */
    public Claim sent(Instant now) {
        return new Claim(change, number, until, recordedAt, now);
    }
}

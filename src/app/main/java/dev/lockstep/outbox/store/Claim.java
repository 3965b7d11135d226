package dev.lockstep.outbox.store;

import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.engine.Entry;
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

    /** @param taken as it was just stored, under a lease */
    static Claim of(Entry taken, Change change) {
        Entry.Times times = taken.times();
        return new Claim(
                change, taken.counts().claims(), times.leaseUntil().orElseThrow(), times.created(), times.updated());
    }

    Sending sending() {
        return new Sending(change, number, sentAt);
    }

    /** The same claim, being sent from this moment. */
    public Claim sent(Instant now) {
        return new Claim(change, number, until, recordedAt, now);
    }
}

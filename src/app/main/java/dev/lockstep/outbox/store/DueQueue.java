package dev.lockstep.outbox.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes what is due and marks what was delivered, many at a time, in the way that suits the database. Called inside a transaction. */
interface DueQueue {

    /** What every database asks for: due, not leased, and nothing older of its record on its way to the same place. */
    String DUE = """
            e.state = 'WAITING' and e.next_attempt_at <= :now and (e.lease_until is null or e.lease_until <= :now)
            and not exists (
              select 1 from outbox_entry older
              where older.owner_id = e.owner_id and older.destination = e.destination
                and older.record_key = e.record_key and older.seq < e.seq
                and older.state in ('WAITING', 'PARKED'))
            """;

    /** What a taking stores. */
    String TAKE = """
            set claims = claims + 1, attempts = attempts + 1, lease_until = :until,
                first_sent_at = coalesce(first_sent_at, :now), updated_at = :now, version = version + 1
            """;

    /** What a delivery stores besides the answer. */
    String DONE = """
            set state = 'DONE', lease_until = null, attachment = null, last_error = null, last_error_code = null,
                updated_at = :now, version = version + 1
            """;

    /**
     * @param limit how many to take at most, at least 1
     * @return at most one change of each owner, destination and record, oldest first; empty when nothing is due
     */
    List<Claim> take(int limit, Instant now, Instant until);

    /** @return which of these changes were still held under their claims, and are delivered now */
    Set<UUID> done(List<Arrival> arrivals, Instant now);
}

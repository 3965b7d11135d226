package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Takes what is due and marks what was delivered, many at a time, in the way that suits the database. Called inside a transaction. */
interface DueQueue {

    /**
     * What every database asks for: due, not leased, and nothing older of its record on its way to the same place. In place
     * of the {@code %s}: how the database is told to {@linkplain #byRecord find the changes of a record}.
     */
    String DUE = """
            e.state = 'WAITING' and e.next_attempt_at <= :now and (e.lease_until is null or e.lease_until <= :now)
            and not exists (
              select 1 from outbox_entry older %s
              where older.owner_id = e.owner_id and older.destination = e.destination
                and older.table_name = e.table_name and older.record_id = e.record_id and older.seq < e.seq
                and older.state in ('WAITING', 'PARKED'))
            """;

    /** What a taking stores. */
    String TAKE = """
            set claims = claims + 1, attempts = attempts + 1, lease_until = :until,
                first_sent_at = coalesce(first_sent_at, :now), updated_at = :now, version = version + 1
            """;

    /** What a delivery stores. */
    String DONE = """
            set state = 'DONE', lease_until = null, last_error = null, last_error_code = null, trouble = null,
                troubled_at = null, updated_at = :now, version = version + 1
            """;

    /** What changes carry, of the tables in {@link #JOINED}. */
    String CONTENT = "content.payload, more.attachment";

    /** The tables of what changes carry, beside the entries that are called {@code e}. */
    String JOINED = """
            join outbox_payload content on content.change_id = e.id
            left join outbox_attachment more on more.change_id = e.id
            """;

    /** Follows the table of entries where those of one record are looked for, so that the right index is used; may be empty. */
    String byRecord();

    /** @see OutboxStore#take */
    List<Claim> take(int limit, Instant now, Instant until);

    /** @see OutboxStore#delivered */
    Set<ChangeId> delivered(List<Claim> claims, Instant now);
}

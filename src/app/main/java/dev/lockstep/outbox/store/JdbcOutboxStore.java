package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.PendingCount;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Entry;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Changes in H2 or PostgreSQL: how they stand, what they carry, and what does not fit into that lie in tables of their own,
 * so that nobody reads content who only wants to know how things stand. What the two do differently is {@link DueQueue}.
 */
final class JdbcOutboxStore implements OutboxStore {

    private static final String UNSETTLED = " state in ('WAITING', 'PARKED') ";

    private static final String ENTRIES = "select * from outbox_entry ";
    private static final String CHANGES = "select e.*, " + DueQueue.CONTENT + " from outbox_entry e " + DueQueue.JOINED;

    private final NamedParameterJdbcTemplate database;
    private final DueQueue queue;
    private final String changesOfARecord;
    private final String ofRecords;

    JdbcOutboxStore(NamedParameterJdbcTemplate database, DueQueue queue) {
        this.database = database;
        this.queue = queue;
        this.changesOfARecord =
                "select e.*, " + DueQueue.CONTENT + " from outbox_entry e " + queue.byRecord() + " " + DueQueue.JOINED;
        // Joined: where it is one of many, H2 reads all records of the owner.
        this.ofRecords = " from unnest(cast(:records as varchar array)) wanted (id) join outbox_entry e "
                + queue.byRecord() + " on e.owner_id = :owner and e.table_name = :table and e.record_id = wanted.id ";
    }

    @Override
    public void add(List<Change> changes, Instant now, Instant due) {
        batch("""
                insert into outbox_entry (id, group_id, owner_id, destination, table_name, record_id, state, attempts, refusals,
                  next_attempt_at, created_at, updated_at, version)
                values (:id, :group, :owner, :destination, :table, :record, 'WAITING', 0, 0, :due, :now, :now, 0)
                """, changes.stream().map(change -> row(change, now, due)).toList());
        batch(
                "insert into outbox_payload (change_id, payload) values (:id, :payload)",
                changes.stream()
                        .map(change -> id(change.id()).addValue("payload", change.payload()))
                        .toList());
        batch(
                "insert into outbox_attachment (change_id, attachment) values (:id, :attachment)",
                changes.stream()
                        .flatMap(change -> change.attachment().stream()
                                .map(bytes -> id(change.id()).addValue("attachment", bytes)))
                        .toList());
    }

    private static MapSqlParameterSource row(Change change, Instant now, Instant due) {
        RecordKey record = RecordKey.of(change.record());
        return id(change.id())
                .addValue("group", change.group().value())
                .addValue("owner", change.owner().value())
                .addValue("destination", change.destination())
                .addValue("table", record.table())
                .addValue("record", record.id())
                .addValue("due", EntryRows.time(due))
                .addValue("now", EntryRows.time(now));
    }

    private int[] batch(String sql, List<MapSqlParameterSource> rows) {
        return rows.isEmpty() ? new int[0] : database.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
    }

    @Override
    public Optional<Entry> find(ChangeId id) {
        return database.query(ENTRIES + "where id = :id", id(id), EntryRows::entry).stream()
                .findFirst();
    }

    @Override
    public List<Entry> find(Collection<ChangeId> ids) {
        return ids.isEmpty()
                ? List.of()
                : database.query(
                        ENTRIES + "where id in (:ids) order by seq",
                        Map.of("ids", ids.stream().map(ChangeId::value).toList()),
                        EntryRows::entry);
    }

    @Override
    public Optional<Change> change(ChangeId id) {
        return database.query(CHANGES + "where e.id = :id", id(id), EntryRows::change).stream()
                .findFirst();
    }

    @Override
    public List<Entry> group(ChangeId group) {
        return database.query(ENTRIES + "where group_id = :id order by seq", id(group), EntryRows::entry);
    }

    @Override
    public List<Entry> blocking(Entry entry) {
        return database.query(
                ENTRIES + queue.byRecord()
                        + " where owner_id = :owner and destination = :destination and table_name = :table"
                        + " and record_id = :record and seq < :seq and" + UNSETTLED + "order by seq",
                sameRecord(entry).addValue("destination", entry.destination()),
                EntryRows::entry);
    }

    private static MapSqlParameterSource sameRecord(Entry entry) {
        return ofRecord(entry.owner(), entry.subject().record())
                .addValue("seq", entry.place().seq());
    }

    private static MapSqlParameterSource ofRecord(Owner owner, String record) {
        RecordKey key = RecordKey.of(record);
        return of(owner).addValue("table", key.table()).addValue("record", key.id());
    }

    @Override
    public void update(Map<Entry, Entry> entries) {
        int[] written = batch(
                """
                update outbox_entry
                set state = :state, claims = :claims, attempts = :attempts, refusals = :refusals, updated_at = :updatedAt,
                  next_attempt_at = :nextAttemptAt, first_sent_at = :firstSentAt, lease_until = :leaseUntil,
                  last_error_code = :code, last_error = :error, trouble = :trouble, troubled_at = :troubledAt,
                  discarded_from = :discardedFrom, version = version + 1
                where id = :id and version = :version
                """,
                entries.entrySet().stream()
                        .map(entry -> EntryRows.moved(entry.getValue())
                                .addValue("version", entry.getKey().place().version()))
                        .toList());
        if (Arrays.stream(written).anyMatch(rows -> rows == 0)) {
            throw new OptimisticLockingFailureException("Somebody has moved one of these changes since: "
                    + entries.keySet().stream().map(Entry::id).limit(3).toList());
        }
    }

    @Override
    public void moveTo(ChangeId id, Entry.Place place) {
        database.update("update outbox_entry set seq = :seq where id = :id", id(id).addValue("seq", place.seq()));
    }

    @Override
    public void dropAttachment(ChangeId id) {
        database.update("delete from outbox_attachment where change_id = :id", id(id));
    }

    @Override
    public List<Claim> take(int limit, Instant now, Instant until) {
        return queue.take(limit, now, until);
    }

    @Override
    public Set<ChangeId> delivered(List<Claim> claims, Instant now) {
        return queue.delivered(claims, now);
    }

    @Override
    public int again(Collection<UUID> ids, Instant now) {
        return ids.isEmpty() ? 0 : database.update("""
                update outbox_entry
                set state = 'WAITING', refusals = 0, next_attempt_at = :now, updated_at = :now, version = version + 1,
                  trouble = case when trouble = 'PARKED' then 'PERMANENT' else trouble end
                where id in (:ids) and
                """ + UNSETTLED, Map.of("ids", ids, "now", EntryRows.time(now)));
    }

    @Override
    public void dueNow(Owner owner, Instant now) {
        database.update(
                "update outbox_entry set next_attempt_at = :now where owner_id = :owner and state = 'WAITING'",
                of(owner).addValue("now", EntryRows.time(now)));
    }

    @Override
    public int bringBack(Instant now, Instant after, Instant lease) {
        return database.update(
                """
                update outbox_entry
                set next_attempt_at = :now, updated_at = :now,
                  lease_until = case when lease_until > :lease then :lease else lease_until end
                where state = 'WAITING' and updated_at > :after
                """,
                Map.of("now", EntryRows.time(now), "after", EntryRows.time(after), "lease", EntryRows.time(lease)));
    }

    @Override
    public List<Change> changes(Owner owner, String record, Set<ChangeState> states) {
        return database.query(
                changesOfARecord + "where e.owner_id = :owner and e.table_name = :table and e.record_id = :record"
                        + " and e.state in (:states) order by e.seq",
                ofRecord(owner, record).addValue("states", names(states)),
                EntryRows::change);
    }

    @Override
    public List<Change> changes(Owner owner, String table, Collection<String> records, Set<ChangeState> states) {
        return records.isEmpty()
                ? List.of()
                : database.query(
                        "select e.*, " + DueQueue.CONTENT + ofRecords + DueQueue.JOINED
                                + " where e.state in (:states) order by e.seq",
                        ofRecords(owner, table, records).addValue("states", names(states)),
                        EntryRows::change);
    }

    @Override
    public List<Entry> entries(Owner owner, Set<ChangeState> states) {
        return database.query(
                ENTRIES + "where owner_id = :owner and state in (:states) order by seq",
                of(owner).addValue("states", names(states)),
                EntryRows::entry);
    }

    @Override
    public List<Entry> entries(Owner owner, Set<ChangeState> states, Set<String> except, int most) {
        var values = of(owner).addValue("states", names(states)).addValue("most", most);
        String others = except.isEmpty() ? "" : " and destination not in (:except)";
        if (!except.isEmpty()) {
            values.addValue("except", except);
        }
        return database.query(
                ENTRIES + "where owner_id = :owner and state in (:states)" + others + " order by seq limit :most",
                values,
                EntryRows::entry);
    }

    @Override
    public List<Entry> entries(Owner owner, String table, Collection<String> records, Set<ChangeState> states) {
        return records.isEmpty()
                ? List.of()
                : database.query(
                        "select e.*" + ofRecords + " where e.state in (:states) order by e.seq",
                        ofRecords(owner, table, records).addValue("states", names(states)),
                        EntryRows::entry);
    }

    @Override
    public Set<String> unsettledRecords(Owner owner, String destination, String table) {
        return Set.copyOf(database.queryForList(
                "select distinct record_id from outbox_entry where owner_id = :owner and destination = :destination"
                        + " and table_name = :table and" + UNSETTLED,
                of(owner).addValue("destination", destination).addValue("table", table),
                String.class));
    }

    private static List<String> names(Set<ChangeState> states) {
        return states.stream().map(Enum::name).toList();
    }

    @Override
    public PendingCount count(Owner owner, String recordPrefix, Set<String> except) {
        var values = of(owner).addValue("prefix", recordPrefix.replaceAll("[!%_]", "!$0") + "%");
        String others = except.isEmpty() ? "" : " and destination not in (:except)";
        if (!except.isEmpty()) {
            values.addValue("except", except);
        }
        return database.query(
                        """
                        select count(*) as counted, count(last_error) as failed,
                          coalesce(sum(case when state = 'PARKED' then 1 else 0 end), 0) as stopped
                        from outbox_entry
                        where owner_id = :owner and table_name || '/' || record_id like :prefix escape '!' and
                        """ + UNSETTLED + others,
                        values,
                        (row, index) ->
                                new PendingCount(row.getLong("counted"), row.getLong("failed"), row.getLong("stopped")))
                .getFirst();
    }

    @Override
    public Set<String> pendingDestinations(Owner owner) {
        return Set.copyOf(database.queryForList(
                "select distinct destination from outbox_entry where owner_id = :owner and" + UNSETTLED,
                of(owner),
                String.class));
    }

    @Override
    public Set<String> arrivedSince(Entry entry) {
        return Set.copyOf(database.queryForList(
                "select distinct destination from outbox_entry " + queue.byRecord()
                        + " where owner_id = :owner and table_name = :table and record_id = :record and seq > :seq and state = 'DONE'",
                sameRecord(entry),
                String.class));
    }

    @Override
    public boolean isNewerSent(Entry entry) {
        return !database.queryForList(
                        "select id from outbox_entry " + queue.byRecord()
                                + " where owner_id = :owner and destination = :destination"
                                + " and table_name = :table and record_id = :record and seq > :seq"
                                + " and first_sent_at is not null and state <> 'REJECTED' limit 1",
                        sameRecord(entry).addValue("destination", entry.destination()),
                        UUID.class)
                .isEmpty();
    }

    private static MapSqlParameterSource ofRecords(Owner owner, String table, Collection<String> records) {
        return of(owner)
                .addValue("table", table)
                .addValue(
                        "records", new SqlParameterValue(Types.ARRAY, new SqlArrayValue("varchar", records.toArray())));
    }

    private static MapSqlParameterSource id(ChangeId id) {
        return new MapSqlParameterSource("id", id.value());
    }

    private static MapSqlParameterSource of(Owner owner) {
        return new MapSqlParameterSource("owner", owner.value());
    }
}

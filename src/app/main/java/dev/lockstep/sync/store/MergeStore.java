package dev.lockstep.sync.store;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.Stamp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/** Merges of guests' records, how far each is, and what each wrote. Every method joins the caller's transaction. */
@Component
public class MergeStore {

    private static final String MERGE = """
            select m.*, (select count(*) from sync_merge_record r where r.merge_id = m.id) as records,
              (select count(*) from sync_merge_record r where r.merge_id = m.id and r.outcome = 'KEPT') as kept
            from sync_merge m
            """;

    private final NamedParameterJdbcTemplate database;

    MergeStore(NamedParameterJdbcTemplate database) {
        this.database = database;
    }

    /**
     * A merge.
     *
     * @param records brought in so far
     * @param kept those of them that undoing left as they are
     */
    public record Merge(
            UUID id,
            PersonId owner,
            GuestId guest,
            Instant begun,
            Optional<Instant> done,
            Optional<Instant> undoAsked,
            Optional<Instant> undone,
            long records,
            long kept) {}

    /**
     * A record that a merge wrote.
     *
     * @param before the person's fields before it; empty where they had no such record
     */
    public record Written(String clientId, Stamp stamp, Optional<Obj> before) {}

    /** What there is of one table to bring in. */
    public record Counted(String table, long guests, long both, long persons) {}

    /** How many records of each table a guest has, how many of them the person has too, and what else the person has. */
    public List<Counted> count(GuestId guest, PersonId person) {
        return database.query(
                """
                select g.table_name, count(*) as guests, count(p.client_id) as both_have,
                  (select count(*) from sync_record o where o.owner_id = :owner and o.table_name = g.table_name
                    and o.deleted = false and o.shown is not null) as persons
                from sync_record g left join sync_record p
                  on p.owner_id = :owner and p.table_name = g.table_name and p.client_id = g.client_id
                where g.owner_id = :guest and g.deleted = false and g.shown is not null
                group by g.table_name
                """,
                Map.of("guest", guest.value(), "owner", person.value()),
                (row, index) -> new Counted(
                        row.getString("table_name"),
                        row.getLong("guests"),
                        row.getLong("both_have"),
                        row.getLong("persons")));
    }

    public void add(UUID id, PersonId person, GuestId guest, Instant now) {
        database.update(
                "insert into sync_merge (id, owner_id, guest_id, begun_at) values (:id, :owner, :guest, :now)",
                Map.of("id", id, "owner", person.value(), "guest", guest.value(), "now", JdbcRecordStore.time(now)));
    }

    /** The same, and nobody else goes on with it until the transaction ends. */
    public Optional<Merge> lock(UUID id) {
        return database
                .queryForList("select id from sync_merge where id = :id for update", Map.of("id", id), UUID.class)
                .stream()
                .findFirst()
                .flatMap(this::find);
    }

    public Optional<Merge> find(UUID id) {
        return database.query(MERGE + " where m.id = :id", Map.of("id", id), MergeStore::merge).stream()
                .findFirst();
    }

    /** The newest first. */
    public List<Merge> of(PersonId person) {
        return database.query(
                MERGE + " where m.owner_id = :owner order by m.begun_at desc",
                Map.of("owner", person.value()),
                MergeStore::merge);
    }

    /** Those that are under way, forwards or backwards. */
    public List<UUID> open() {
        return database.queryForList(
                "select id from sync_merge where done_at is null or (undo_at is not null and undone_at is null)",
                Map.of(),
                UUID.class);
    }

    /** Notes that something happened to a merge now. */
    public void mark(UUID id, Moment moment, Instant now) {
        database.update(
                "update sync_merge set " + moment.column + " = :now where id = :id",
                Map.of("id", id, "now", JdbcRecordStore.time(now)));
    }

    /** What happens to a merge. */
    public enum Moment {
        DONE("done_at"),
        UNDO_ASKED("undo_at"),
        UNDONE("undone_at");

        private final String column;

        Moment(String column) {
            this.column = column;
        }
    }

    /** Some of a guest's records that are not deleted, all of one table; nobody else may write them until the transaction ends. */
    public List<StoredRecord> some(GuestId guest, String table, int most) {
        return database.query(
                "select * from sync_record where owner_id = :guest and table_name = :table and deleted = false"
                        + " and shown is not null order by client_id limit :most for update",
                Map.of("guest", guest.value(), "table", table, "most", most),
                JdbcRecordStore::record);
    }

    /** Gives records to a person who has none with their ids. */
    public void give(PersonId person, String table, Collection<StoredRecord> records) {
        batch(
                """
                insert into sync_record (owner_id, table_name, client_id, revision, base, base_deleted, shown, deleted, stamp,
                  created_at, updated_at)
                values (:owner, :table, :id, 0, null, false, :shown, false, :stamp, :created, :updated)
                """,
                records.stream()
                        .map(one -> key(person, table, one.clientId())
                                .addValue(
                                        "shown",
                                        ConvexJson.encode(
                                                one.shown().orElseThrow().fields()))
                                .addValue("stamp", one.stamp().text())
                                .addValue("created", JdbcRecordStore.time(one.createdAt()))
                                .addValue("updated", JdbcRecordStore.time(one.updatedAt())))
                        .toList());
    }

    /** Writes what people see of these records. */
    public void show(
            PersonId person, String table, Map<String, Overlay> shown, Map<String, Stamp> stamps, Instant now) {
        batch(
                "update sync_record set shown = :shown, deleted = :deleted, stamp = :stamp, updated_at = :now"
                        + " where owner_id = :owner and table_name = :table and client_id = :id",
                shown.entrySet().stream()
                        .map(one -> key(person, table, one.getKey())
                                .addValue(
                                        "shown",
                                        ConvexJson.encode(one.getValue().fields()))
                                .addValue("deleted", one.getValue().deleted())
                                .addValue("stamp", stamps.get(one.getKey()).text())
                                .addValue("now", JdbcRecordStore.time(now)))
                        .toList());
    }

    public void remove(GuestId guest, String table, Collection<String> ids) {
        batch(
                "delete from sync_record where owner_id = :owner and table_name = :table and client_id = :id",
                ids.stream().map(id -> key(guest, table, id)).toList());
    }

    public void removeDeleted(GuestId guest) {
        database.update(
                "delete from sync_record where owner_id = :guest and (deleted = true or shown is null)",
                Map.of("guest", guest.value()));
    }

    /** Notes what a merge wrote. */
    public void note(UUID merge, String table, Collection<Written> written) {
        batch(
                "insert into sync_merge_record (merge_id, table_name, client_id, stamp, before)"
                        + " values (:merge, :table, :id, :stamp, :before)",
                written.stream()
                        .map(one -> new MapSqlParameterSource("merge", merge)
                                .addValue("table", table)
                                .addValue("id", one.clientId())
                                .addValue("stamp", one.stamp().text())
                                .addValue(
                                        "before",
                                        one.before().map(ConvexJson::encode).orElse(null)))
                        .toList());
    }

    /** Some of what a merge wrote into a table and nobody has looked at for undoing. */
    public List<Written> toUndo(UUID merge, String table, int most) {
        return database.query(
                "select client_id, stamp, before from sync_merge_record where merge_id = :merge and table_name = :table"
                        + " and outcome is null order by client_id limit :most",
                Map.of("merge", merge, "table", table, "most", most),
                (row, index) -> new Written(
                        row.getString("client_id"),
                        new Stamp(row.getString("stamp")),
                        Optional.ofNullable(row.getString("before")).map(text -> (Obj) ConvexJson.parse(text))));
    }

    /** Notes whether a record was undone. */
    public void settle(UUID merge, String table, Map<String, Boolean> undone) {
        batch(
                "update sync_merge_record set outcome = :outcome where merge_id = :merge and table_name = :table"
                        + " and client_id = :id",
                undone.entrySet().stream()
                        .map(one -> new MapSqlParameterSource("merge", merge)
                                .addValue("table", table)
                                .addValue("id", one.getKey())
                                .addValue("outcome", one.getValue() ? "UNDONE" : "KEPT"))
                        .toList());
    }

    /** Forgets merges that were done before; they cannot be undone any more. */
    public void forgetBefore(Instant limit) {
        database.update(
                "delete from sync_merge where done_at < :limit and (undo_at is null or undone_at is not null)",
                Map.of("limit", JdbcRecordStore.time(limit)));
    }

    private static MapSqlParameterSource key(Owner owner, String table, String id) {
        return new MapSqlParameterSource("owner", owner.value())
                .addValue("table", table)
                .addValue("id", id);
    }

    private void batch(String sql, List<MapSqlParameterSource> rows) {
        if (!rows.isEmpty()) {
            database.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
        }
    }

    private static Merge merge(ResultSet row, int index) throws SQLException {
        return new Merge(
                row.getObject("id", UUID.class),
                new PersonId(row.getString("owner_id")),
                new GuestId(row.getString("guest_id")),
                moment(row, "begun_at").orElseThrow(),
                moment(row, "done_at"),
                moment(row, "undo_at"),
                moment(row, "undone_at"),
                row.getLong("records"),
                row.getLong("kept"));
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

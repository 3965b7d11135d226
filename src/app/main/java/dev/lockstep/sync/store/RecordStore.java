package dev.lockstep.sync.store;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Owner;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.RemoteRecord;
import dev.lockstep.sync.table.Stamp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/** Records of all synced tables, each its owner's. Every method joins the caller's transaction. */
@Component
public class RecordStore {

    private static final String THIS = " where owner_id = :owner and table_name = :table and client_id = :id";

    private final NamedParameterJdbcTemplate database;

    RecordStore(NamedParameterJdbcTemplate database) {
        this.database = database;
    }

    private static MapSqlParameterSource of(RecordId record) {
        return of(record.owner(), record.table()).addValue("id", record.clientId());
    }

    private static MapSqlParameterSource of(Owner owner, String table) {
        return new MapSqlParameterSource("owner", owner.value()).addValue("table", table);
    }

    public Optional<StoredRecord> find(RecordId key) {
        return database.query("select * from sync_record" + THIS, of(key), RecordStore::record).stream()
                .findFirst();
    }

    /** The same, and nobody else may write it until the transaction ends. */
    public Optional<StoredRecord> lock(RecordId key) {
        return database.query("select * from sync_record" + THIS + " for update", of(key), RecordStore::record).stream()
                .findFirst();
    }

    /** The same for several records, by their ids; those that there are not are left out. */
    public Map<String, StoredRecord> lock(Owner owner, String table, Collection<String> ids) {
        Map<String, StoredRecord> locked = new HashMap<>();
        if (!ids.isEmpty()) {
            // In one order, so that two who lock the same ones wait for each other instead of blocking each other.
            database.query(
                            "select * from sync_record where owner_id = :owner and table_name = :table"
                                    + " and client_id in (:ids) order by client_id for update",
                            of(owner, table).addValue("ids", ids),
                            RecordStore::record)
                    .forEach(record -> locked.put(record.clientId(), record));
        }
        return locked;
    }

    /** Makes a record that only this installation knows so far. */
    public void add(RecordId key, Overlay shown, Stamp stamp, Instant now) {
        database.update(
                """
                insert into sync_record (owner_id, table_name, client_id, revision, base, base_deleted, shown, deleted, stamp,
                  created_at, updated_at)
                values (:owner, :table, :id, 0, null, false, :shown, :deleted, :stamp, :created, :now)
                """,
                shown(key, Optional.of(shown))
                        .addValue("stamp", stamp.text())
                        .addValue("created", time(now))
                        .addValue("now", time(now)));
    }

    /** Writes what people see of it. */
    public void show(RecordId key, Optional<Overlay> shown, Stamp stamp, Instant now) {
        database.update(
                "update sync_record set shown = :shown, deleted = :deleted, stamp = :stamp, updated_at = :now" + THIS,
                shown(key, shown).addValue("stamp", stamp.text()).addValue("now", time(now)));
    }

    /**
     * Takes over how Convex has records.
     *
     * @param known those that are here already
     * @param shown each with what waits for it laid over it
     */
    public void rebase(Owner owner, String table, Set<String> known, Map<RemoteRecord, Optional<Overlay>> shown) {
        Map<Boolean, List<MapSqlParameterSource>> rows = shown.entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> known.contains(entry.getKey().clientId()),
                        Collectors.mapping(
                                entry -> rebased(owner, table, entry.getKey(), entry.getValue()),
                                Collectors.toList())));
        batch("""
                update sync_record
                set revision = :revision, base = :base, base_deleted = :baseDeleted, shown = :shown, deleted = :deleted,
                  stamp = greatest(stamp, :stamp), created_at = :created, updated_at = :now
                """ + THIS, rows.get(true));
        batch("""
                insert into sync_record (owner_id, table_name, client_id, revision, base, base_deleted, shown, deleted, stamp,
                  created_at, updated_at)
                values (:owner, :table, :id, :revision, :base, :baseDeleted, :shown, :deleted, :stamp, :created, :now)
                """, rows.get(false));
    }

    private static MapSqlParameterSource rebased(
            Owner owner, String table, RemoteRecord remote, Optional<Overlay> shown) {
        return shown(new RecordId(owner, table, remote.clientId()), shown)
                .addValue("revision", remote.revision())
                .addValue("base", ConvexJson.encode(remote.state().fields()))
                .addValue("baseDeleted", remote.state().deleted())
                .addValue("stamp", remote.stamp().text())
                .addValue("created", time(remote.createdAt()))
                .addValue("now", time(remote.updatedAt()));
    }

    private void batch(String sql, List<MapSqlParameterSource> rows) {
        if (!rows.isEmpty()) {
            database.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
        }
    }

    /** Forgets how Convex has all records of a table, and what nothing waits for; asked for anew, they come back. */
    public void forgetBase(Owner owner, String table) {
        database.update("""
                update sync_record set revision = 0, base = null, base_deleted = false, shown = null
                where owner_id = :owner and table_name = :table
                """, of(owner, table));
    }

    /** Deletes all records of an owner of whom Convex knows nothing. */
    public void forget(Owner owner) {
        database.update(
                "delete from sync_record where owner_id = :owner", new MapSqlParameterSource("owner", owner.value()));
    }

    /** All of an owner's, of all tables, deleted ones too. */
    public long countAll(Owner owner) {
        Long counted = database.queryForObject(
                "select count(*) from sync_record where owner_id = :owner",
                new MapSqlParameterSource("owner", owner.value()),
                Long.class);
        return counted == null ? 0 : counted;
    }

    public long count(Owner owner, String table, RecordFilter filter) {
        Long counted = database.queryForObject(
                "select count(*) from sync_record" + fitting(filter), values(owner, table, filter), Long.class);
        return counted == null ? 0 : counted;
    }

    /** The newest first. */
    public List<StoredRecord> page(Owner owner, String table, RecordFilter filter, int offset, int limit) {
        return database.query(
                "select * from sync_record" + fitting(filter)
                        + " order by created_at desc, client_id desc limit :limit offset :offset",
                values(owner, table, filter).addValue("limit", limit).addValue("offset", offset),
                RecordStore::record);
    }

    private static String fitting(RecordFilter filter) {
        return " where owner_id = :owner and table_name = :table and deleted = :deleted and shown is not null"
                + (filter.text().isEmpty() ? "" : " and lower(shown) like :text escape '!'");
    }

    private static MapSqlParameterSource values(Owner owner, String table, RecordFilter filter) {
        String said = filter.text().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
        return of(owner, table).addValue("deleted", filter.deleted()).addValue("text", "%" + said + "%");
    }

    private static MapSqlParameterSource shown(RecordId key, Optional<Overlay> shown) {
        return of(key).addValue(
                        "shown",
                        shown.map(seen -> ConvexJson.encode(seen.fields())).orElse(null))
                .addValue("deleted", shown.map(Overlay::deleted).orElse(false));
    }

    static StoredRecord record(ResultSet row, int index) throws SQLException {
        return new StoredRecord(
                row.getString("client_id"),
                row.getLong("revision"),
                state(row.getString("base"), row.getBoolean("base_deleted")),
                state(row.getString("shown"), row.getBoolean("deleted")),
                new Stamp(row.getString("stamp")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static Optional<Overlay> state(@Nullable String fields, boolean deleted) {
        return Optional.ofNullable(fields).map(text -> new Overlay((Obj) ConvexJson.parse(text), deleted));
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}

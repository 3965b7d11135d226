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

/** Records in the database. */
@Component
final class JdbcRecordStore implements RecordStore {

    private static final String THIS = " where owner_id = :owner and table_name = :table and client_id = :id";

    private final NamedParameterJdbcTemplate database;

    JdbcRecordStore(NamedParameterJdbcTemplate database) {
        this.database = database;
    }

    private static MapSqlParameterSource of(RecordId record) {
        return of(record.owner(), record.table()).addValue("id", record.clientId());
    }

    private static MapSqlParameterSource of(Owner owner, String table) {
        return new MapSqlParameterSource("owner", owner.value()).addValue("table", table);
    }

    @Override
    public Optional<StoredRecord> find(RecordId key) {
        return database.query("select * from sync_record" + THIS, of(key), JdbcRecordStore::record).stream()
                .findFirst();
    }

    @Override
    public Optional<StoredRecord> lock(RecordId key) {
        return database
                .query("select * from sync_record" + THIS + " for update", of(key), JdbcRecordStore::record)
                .stream()
                .findFirst();
    }

    @Override
    public Map<String, StoredRecord> lock(Owner owner, String table, Collection<String> ids) {
        Map<String, StoredRecord> locked = new HashMap<>();
        if (!ids.isEmpty()) {
            // In one order, so that two who lock the same ones wait for each other instead of blocking each other.
            database.query(
                            // Whole keys: of an id alone, H2 does not see that it is the end of one.
                            "select * from sync_record where (owner_id, table_name, client_id) in (:keys)"
                                    + " order by client_id for update",
                            Map.of(
                                    "keys",
                                    ids.stream()
                                            .map(id -> new Object[] {owner.value(), table, id})
                                            .toList()),
                            JdbcRecordStore::record)
                    .forEach(record -> locked.put(record.clientId(), record));
        }
        return locked;
    }

    @Override
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

    @Override
    public void show(RecordId key, Optional<Overlay> shown, Stamp stamp, Instant now) {
        database.update(
                "update sync_record set shown = :shown, deleted = :deleted, stamp = :stamp, updated_at = :now" + THIS,
                shown(key, shown).addValue("stamp", stamp.text()).addValue("now", time(now)));
    }

    @Override
    public void rebase(
            Owner owner, String table, Set<String> known, Map<RemoteRecord, Optional<Overlay>> shown, int reading) {
        Map<Boolean, List<MapSqlParameterSource>> rows = shown.entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> known.contains(entry.getKey().clientId()),
                        Collectors.mapping(
                                entry -> rebased(owner, table, entry.getKey(), entry.getValue())
                                        .addValue("reading", reading),
                                Collectors.toList())));
        batch("""
                update sync_record
                set revision = :revision, base = :base, base_deleted = :baseDeleted, shown = :shown, deleted = :deleted,
                  stamp = greatest(stamp, :stamp), created_at = :created, updated_at = :now, reading = :reading
                """ + THIS, rows.get(true));
        batch("""
                insert into sync_record (owner_id, table_name, client_id, revision, base, base_deleted, shown, deleted, stamp,
                  created_at, updated_at, reading)
                values (:owner, :table, :id, :revision, :base, :baseDeleted, :shown, :deleted, :stamp, :created, :now, :reading)
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

    @Override
    public void met(Owner owner, String table, Collection<String> ids, int reading) {
        batch(
                "update sync_record set reading = :reading" + THIS,
                ids.stream()
                        .map(id -> of(new RecordId(owner, table, id)).addValue("reading", reading))
                        .toList());
    }

    @Override
    public Set<String> forgetUnmet(Owner owner, String table, int reading) {
        String these = " where owner_id = :owner and table_name = :table and revision > 0 and reading < :reading";
        MapSqlParameterSource values = of(owner, table).addValue("reading", reading);
        Set<String> had =
                Set.copyOf(database.queryForList("select client_id from sync_record" + these, values, String.class));
        if (!had.isEmpty()) {
            database.update(
                    "update sync_record set revision = 0, base = null, base_deleted = false, shown = null" + these,
                    values);
        }
        return had;
    }

    @Override
    public void forget(Owner owner) {
        database.update(
                "delete from sync_record where owner_id = :owner", new MapSqlParameterSource("owner", owner.value()));
    }

    @Override
    public long countAll(Owner owner) {
        Long counted = database.queryForObject(
                "select count(*) from sync_record where owner_id = :owner",
                new MapSqlParameterSource("owner", owner.value()),
                Long.class);
        return counted == null ? 0 : counted;
    }

    @Override
    public long count(Owner owner, String table, RecordFilter filter) {
        Long counted = database.queryForObject(
                "select count(*) from sync_record" + fitting(filter), values(owner, table, filter), Long.class);
        return counted == null ? 0 : counted;
    }

    @Override
    public List<StoredRecord> page(Owner owner, String table, RecordFilter filter, int offset, int limit) {
        return database.query(
                "select * from sync_record" + fitting(filter)
                        + " order by created_at desc, client_id desc limit :limit offset :offset",
                values(owner, table, filter).addValue("limit", limit).addValue("offset", offset),
                JdbcRecordStore::record);
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

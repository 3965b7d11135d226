package dev.lockstep.sync.store;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.SettledConflict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Conflicts in the database. */
@Component
final class JdbcConflicts implements Conflicts {

    private final NamedParameterJdbcTemplate database;

    JdbcConflicts(NamedParameterJdbcTemplate database) {
        this.database = database;
    }

    @Override
    public void add(Conflict conflict) {
        RecordId record = conflict.record();
        database.update(
                """
                insert into sync_conflict (change_id, owner_id, table_name, client_id, winner, lost, kept, happened_at)
                values (:change, :owner, :table, :id, :winner, :lost, :kept, :now)
                """,
                of(record)
                        .addValue("change", conflict.change().value())
                        .addValue("winner", conflict.won() ? "CLIENT" : "SERVER")
                        .addValue("lost", ConvexJson.encode(conflict.lost()))
                        .addValue("kept", ConvexJson.encode(conflict.kept()))
                        .addValue("now", JdbcRecordStore.time(conflict.happenedAt())));
    }

    @Override
    public List<Conflict> of(RecordId record, int limit) {
        return database.query("""
                select * from sync_conflict where owner_id = :owner and table_name = :table and client_id = :id
                order by happened_at desc limit :limit
                """, of(record).addValue("limit", limit), JdbcConflicts::conflict);
    }

    @Override
    public List<SettledConflict> page(Owner owner, boolean settled, int offset, int limit) {
        return database.query(
                "select * from sync_conflict" + of(settled)
                        + " order by happened_at desc, change_id desc limit :limit offset :offset",
                of(owner).addValue("limit", limit).addValue("offset", offset),
                JdbcConflicts::settled);
    }

    @Override
    public long count(Owner owner, boolean settled) {
        Long counted =
                database.queryForObject("select count(*) from sync_conflict" + of(settled), of(owner), Long.class);
        return counted == null ? 0 : counted;
    }

    private static String of(boolean settled) {
        return " where owner_id = :owner and settled_at is " + (settled ? "not null" : "null");
    }

    @Override
    public Optional<SettledConflict> find(Owner owner, ChangeId change) {
        return database
                .query(
                        "select * from sync_conflict where owner_id = :owner and change_id = :change",
                        of(owner).addValue("change", change.value()),
                        JdbcConflicts::settled)
                .stream()
                .findFirst();
    }

    @Override
    public void settle(SettledConflict settled) {
        database.update(
                "update sync_conflict set settled_at = :at, put_back = :putBack"
                        + " where owner_id = :owner and change_id = :change",
                of(settled.conflict().record().owner())
                        .addValue("change", settled.conflict().change().value())
                        .addValue(
                                "at",
                                settled.settledAt().map(JdbcRecordStore::time).orElse(null))
                        .addValue(
                                "putBack",
                                settled.putBack().map(ConvexJson::encode).orElse(null)));
    }

    private static Conflict conflict(ResultSet row, int index) throws SQLException {
        return new Conflict(
                new ChangeId(row.getObject("change_id", UUID.class)),
                new RecordId(
                        Owner.of(row.getString("owner_id")), row.getString("table_name"), row.getString("client_id")),
                row.getString("winner").equals("CLIENT"),
                (Obj) ConvexJson.parse(row.getString("lost")),
                (Obj) ConvexJson.parse(row.getString("kept")),
                row.getObject("happened_at", OffsetDateTime.class).toInstant());
    }

    private static SettledConflict settled(ResultSet row, int index) throws SQLException {
        return new SettledConflict(
                conflict(row, index),
                Optional.ofNullable(row.getObject("settled_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("put_back")).map(text -> (Obj) ConvexJson.parse(text)));
    }

    private static MapSqlParameterSource of(Owner owner) {
        return new MapSqlParameterSource("owner", owner.value());
    }

    private static MapSqlParameterSource of(RecordId record) {
        return new MapSqlParameterSource("owner", record.owner().value())
                .addValue("table", record.table())
                .addValue("id", record.clientId());
    }
}

package dev.lockstep.sync.store;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.RecordId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Who lost when two devices changed a record. Every method joins the caller's transaction. */
@Component
public class Conflicts {

    private final NamedParameterJdbcTemplate database;

    Conflicts(NamedParameterJdbcTemplate database) {
        this.database = database;
    }

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
                        .addValue("now", RecordStore.time(conflict.happenedAt())));
    }

    /** Of one record, the newest first. */
    public List<Conflict> of(RecordId record, int limit) {
        return database.query(
                """
                select * from sync_conflict where owner_id = :owner and table_name = :table and client_id = :id
                order by happened_at desc limit :limit
                """,
                of(record).addValue("limit", limit),
                (row, index) -> new Conflict(
                        new ChangeId(row.getObject("change_id", UUID.class)),
                        new RecordId(
                                Owner.of(row.getString("owner_id")),
                                row.getString("table_name"),
                                row.getString("client_id")),
                        row.getString("winner").equals("CLIENT"),
                        (Obj) ConvexJson.parse(row.getString("lost")),
                        (Obj) ConvexJson.parse(row.getString("kept")),
                        row.getObject("happened_at", OffsetDateTime.class).toInstant()));
    }

    private static MapSqlParameterSource of(RecordId record) {
        return new MapSqlParameterSource("owner", record.owner().value())
                .addValue("table", record.table())
                .addValue("id", record.clientId());
    }
}

package dev.lockstep.sync.store;

import dev.lockstep.core.Owner;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Positions in the database. */
@Component
final class JdbcCursors implements Cursors {

    private final NamedParameterJdbcTemplate database;

    JdbcCursors(NamedParameterJdbcTemplate database) {
        this.database = database;
    }

    @Override
    public Optional<Cursor> find(Owner owner, String table) {
        return database
                .query(
                        "select * from sync_cursor where owner_id = :owner and table_name = :table",
                        of(owner, table),
                        (row, index) -> new Cursor(
                                Optional.ofNullable(row.getString("position")),
                                row.getBoolean("complete"),
                                row.getObject("pulled_at", OffsetDateTime.class).toInstant(),
                                row.getInt("reading")))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Instant> lastPull(Owner owner) {
        return Optional.ofNullable(database.queryForObject(
                        "select max(pulled_at) from sync_cursor where owner_id = :owner",
                        new MapSqlParameterSource("owner", owner.value()),
                        OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    @Override
    public void write(Owner owner, String table, Cursor cursor) {
        MapSqlParameterSource values = of(owner, table)
                .addValue("position", cursor.position().orElse(null))
                .addValue("complete", cursor.complete())
                .addValue("now", JdbcRecordStore.time(cursor.pulledAt()))
                .addValue("reading", cursor.reading());
        int written = database.update("""
                update sync_cursor set position = :position, complete = :complete, pulled_at = :now, reading = :reading
                where owner_id = :owner and table_name = :table
                """, values);
        if (written == 0) {
            database.update("""
                    insert into sync_cursor (owner_id, table_name, position, complete, pulled_at, reading)
                    values (:owner, :table, :position, :complete, :now, :reading)
                    """, values);
        }
    }

    private static MapSqlParameterSource of(Owner owner, String table) {
        return new MapSqlParameterSource("owner", owner.value()).addValue("table", table);
    }
}

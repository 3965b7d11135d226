package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * One statement chooses, locks and takes. Rows that another node is just taking are skipped, not waited for, so that
 * nodes share the work without getting into each other's way.
 */
final class PostgresQueue implements DueQueue {

    private static final String SQL = """
            with chosen as (
              select e.id from outbox_entry e
              where %s
              order by e.seq limit :limit
              for update of e skip locked),
            e as (
              update outbox_entry taken %s
              from chosen where taken.id = chosen.id
              returning taken.*)
            select e.*, %s from e %s order by e.seq
            """.formatted(DUE.formatted(""), TAKE, CONTENT, JOINED);

    private static final String SETTLE = """
            update outbox_entry settled %s
            from unnest(:ids, :claims) as arrived (id, claims)
            where settled.id = arrived.id and settled.claims = arrived.claims and settled.state = 'WAITING'
            returning settled.id
            """.formatted(DONE);

    private final NamedParameterJdbcTemplate database;

    PostgresQueue(NamedParameterJdbcTemplate database) {
        this.database = database;
    }

    @Override
    public String byRecord() {
        return "";
    }

    @Override
    public List<Claim> take(int limit, Instant now, Instant until) {
        return database.query(
                SQL,
                Map.of("limit", limit, "now", EntryRows.time(now), "until", EntryRows.time(until)),
                EntryRows::claim);
    }

    @Override
    public Set<ChangeId> delivered(List<Claim> claims, Instant now) {
        return Set.copyOf(database.query(
                SETTLE,
                Map.of(
                        "now",
                        EntryRows.time(now),
                        "ids",
                        array("uuid", claims, claim -> claim.change().id().value()),
                        "claims",
                        array("integer", claims, Claim::number)),
                (row, index) -> new ChangeId(row.getObject(1, UUID.class))));
    }

    private static SqlParameterValue array(String type, List<Claim> claims, Function<Claim, Object> part) {
        return new SqlParameterValue(
                Types.ARRAY, new SqlArrayValue(type, claims.stream().map(part).toArray()));
    }
}

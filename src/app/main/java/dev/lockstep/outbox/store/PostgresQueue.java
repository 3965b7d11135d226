package dev.lockstep.outbox.store;

import java.sql.Types;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
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
              for update of e skip locked)
            update outbox_entry taken %s
            from chosen where taken.id = chosen.id
            returning taken.*
            """.formatted(DUE, TAKE);

    private static final String SETTLE = """
            update outbox_entry settled %s, result = arrived.result
            from unnest(:ids, :claims, :results) as arrived (id, claims, result)
            where settled.id = arrived.id and settled.claims = arrived.claims and settled.state = 'WAITING'
            returning settled.id
            """.formatted(DONE);

    private final JdbcClient database;

    PostgresQueue(JdbcClient database) {
        this.database = database;
    }

    @Override
    public List<Claim> take(int limit, Instant now, Instant until) {
        return database
                .sql(SQL)
                .param("limit", limit)
                .param("now", ClaimRow.time(now))
                .param("until", ClaimRow.time(until))
                .query(ClaimRow::read)
                .stream()
                .sorted(Comparator.comparingLong(ClaimRow::seq))
                .map(ClaimRow::claim)
                .toList();
    }

    @Override
    public Set<UUID> done(List<Arrival> arrivals, Instant now) {
        return Set.copyOf(database.sql(SETTLE)
                .param("now", ClaimRow.time(now))
                .param(
                        "ids",
                        array(
                                "uuid",
                                arrivals,
                                arrival -> arrival.claim().change().id().value()))
                .param(
                        "claims",
                        array("integer", arrivals, arrival -> arrival.claim().number()))
                .param("results", array("text", arrivals, Arrival::result))
                .query(UUID.class)
                .list());
    }

    private static SqlParameterValue array(String type, List<Arrival> arrivals, Function<Arrival, Object> part) {
        return new SqlParameterValue(
                Types.ARRAY, new SqlArrayValue(type, arrivals.stream().map(part).toArray()));
    }
}

package dev.lockstep.sync.outbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

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
}

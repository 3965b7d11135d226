package dev.lockstep.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Postgres;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.UuidV7;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * What stays of the outbox. Nothing ever left it: each change that had been delivered kept its payload and its picture.
 * {@code -Dretention.rows} says how many rows there are; the nightly run takes a million.
 */
class RetentionTest {

    private static final int ROWS = Integer.getInteger("retention.rows", 5_000);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String INSERT =
            "insert into outbox_entry (id, group_id, owner_id, destination, table_name, record_id,"
                    + " state, attempts, refusals, next_attempt_at, created_at, updated_at, version)"
                    + " values (?, ?, 'user_ada', 'ALPHA', 'r', '', ?, 0, 0, ?, ?, ?, 0)";

    /** In a file, as the default run has it: a million rows in memory are all a test's heap holds. */
    @Test
    void forgetsWhatWasSettledLongAgoOnH2(@TempDir Path folder) {
        forgetsWhatWasSettledLongAgo(
                JdbcConnectionPool.create(
                        "jdbc:h2:file:" + folder.resolve("retention") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                        "",
                        ""),
                "h2");
    }

    @Test
    void forgetsWhatWasSettledLongAgoOnPostgres() {
        forgetsWhatWasSettledLongAgo(
                new DriverManagerDataSource(Postgres.freshDatabase(), "postgres", ""), "postgresql");
    }

    private static void forgetsWhatWasSettledLongAgo(DataSource database, String vendor) {
        JdbcOutboxStoreTest.migrated(database, vendor);
        var jdbc = new JdbcTemplate(database);
        fill(jdbc, "DONE", Duration.ofDays(31), ROWS);
        fill(jdbc, "DISCARDED", Duration.ofDays(40), 3);
        fill(jdbc, "PARKED", Duration.ofDays(300), 2);
        fill(jdbc, "WAITING", Duration.ofDays(300), 2);
        fill(jdbc, "DONE", Duration.ofDays(29), 2);
        var retention = new Retention(
                database,
                new JdbcTransactionManager(database),
                ManualClock.standingAt(NOW),
                new OutboxRetention(Duration.ofDays(30)));

        assertThat(retention.forgetSettled()).isEqualTo(ROWS + 3L);

        assertThat(jdbc.queryForList("select state from outbox_entry order by id", String.class))
                .containsExactlyInAnyOrder("PARKED", "PARKED", "WAITING", "WAITING", "DONE", "DONE");
        assertThat(jdbc.queryForObject("select count(*) from outbox_payload", Long.class))
                .isEqualTo(6);
        assertThat(retention.forgetSettled()).isZero();
    }

    private static void fill(JdbcTemplate jdbc, String state, Duration age, int count) {
        Instant at = NOW.minus(age);
        var ids = new UuidV7(ManualClock.standingAt(at), new Random(state.hashCode()));
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var id = ids.get();
            var time = Timestamp.from(at);
            rows.add(new Object[] {id, id, state, time, time, time});
            if (rows.size() == 10_000 || i == count - 1) {
                jdbc.batchUpdate(INSERT, rows);
                jdbc.batchUpdate(
                        "insert into outbox_payload (change_id, payload) values (?, '{}')",
                        rows.stream().map(row -> new Object[] {row[0]}).toList());
                rows.clear();
            }
        }
    }
}

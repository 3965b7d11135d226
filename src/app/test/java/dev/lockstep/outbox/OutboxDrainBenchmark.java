package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Postgres;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.push.Pusher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How fast the outbox drains into a destination that does nothing, in the order of each record, beside db-scheduler doing
 * nothing as often on the same databases, in turns. Prints {@code bench <name> <figure> <unit>}; medians of the rounds,
 * since other work on the machine disturbs single ones.
 *
 * <p>PostgreSQL and H2 write each commit to disk before they acknowledge it. Both sides log warnings only. The outbox is
 * timed until everything is settled, db-scheduler, which keeps no order, until its last task has run on one of sixteen
 * threads. A worker is a drainer, as each node has one; a single one is held to no ratio, since it asks and stores in turn.
 */
@Tag("bench")
class OutboxDrainBenchmark {

    private static final int CHANGES = 40_000;
    private static final int RECORDS = 4_000;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final String DURABLE = "&options=-c%20synchronous_commit=on";

    private final Map<String, List<Double>> perSecond = new LinkedHashMap<>();

    /** A destination that does nothing but look whether each record's changes come in order and once. */
    private static final class Order {

        private final AtomicIntegerArray last = new AtomicIntegerArray(RECORDS);
        private final AtomicInteger errors = new AtomicInteger();
        private final AtomicInteger taken = new AtomicInteger();

        String take(Change change) {
            int number = Integer.parseInt(change.payload());
            if (last.getAndSet(Integer.parseInt(RecordKey.of(change.record()).id()), number) != number - 1) {
                errors.incrementAndGet();
            }
            taken.incrementAndGet();
            return "{}";
        }
    }

    @Test
    void drainsTwiceAsFastAsDbScheduler(@TempDir Path folder) throws Exception {
        String h2 = "jdbc:h2:file:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0";
        try (var onPostgres = node(Postgres.freshDatabase() + DURABLE, "postgres");
                var onH2 = node(h2.formatted(folder.resolve("outbox")), "sa");
                var rivalOnPostgres = new NothingScheduler(Postgres.freshDatabase() + DURABLE, "postgres");
                var rivalOnH2 = new NothingScheduler(h2.formatted(folder.resolve("rival")), "sa")) {
            for (int round = 0; round <= ROUNDS; round++) {
                // The first round warms up.
                measure(round, "outbox-drain-postgres-1-worker", () -> drain(onPostgres, 1));
                measure(round, "outbox-drain-postgres-4-workers", () -> drain(onPostgres, 4));
                measure(round, "outbox-drain-postgres-together", () -> drain(onPostgres, "hundreds", 1));
                measure(round, "db-scheduler-postgres", () -> rivalOnPostgres.run(CHANGES / 2));
                measure(round, "outbox-drain-h2", () -> drain(onH2, 1));
                measure(round, "outbox-drain-h2-together", () -> drain(onH2, "hundreds", 1));
                measure(round, "db-scheduler-h2", () -> rivalOnH2.run(CHANGES / 8));
            }
        }

        perSecond.keySet().forEach(name -> print(name, median(name), "changes/s"));
        ratio("outbox-drain-postgres-1-worker", "db-scheduler-postgres");
        double four = ratio("outbox-drain-postgres-4-workers", "db-scheduler-postgres");
        double onH2 = ratio("outbox-drain-h2", "db-scheduler-h2");
        assertThat(List.of(four, onH2)).allSatisfy(ratio -> assertThat(ratio).isGreaterThanOrEqualTo(2.0));
    }

    @FunctionalInterface
    interface Run {
        /** @return how many in a second */
        double perSecond() throws Exception;
    }

    private void measure(int round, String name, Run run) throws Exception {
        double figure = run.perSecond();
        if (round > 0) {
            perSecond.computeIfAbsent(name, key -> new ArrayList<>()).add(figure);
        }
    }

    private static ConfigurableApplicationContext node(String database, String user) {
        var context = new SpringApplicationBuilder(OutboxContext.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=" + user,
                        "--logging.level.dev.lockstep=WARN",
                        "--spring.main.banner-mode=off");
        context.getBean(PushLoop.class).stop();
        return context;
    }

    private static double drain(ConfigurableApplicationContext node, int workers) throws Exception {
        return drain(node, "alpha", workers);
    }

    /** @param destination a bean's name: one that takes changes singly, or hundreds of an owner's together */
    private static double drain(ConfigurableApplicationContext node, String destination, int workers) throws Exception {
        var order = new Order();
        FakeDestination taker = node.getBean(destination, FakeDestination.class);
        taker.reset();
        taker.answers(order::take);
        fill(node.getBean(JdbcTemplate.class), taker.name());
        var pusher = node.getBean(Pusher.class);
        long start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(workers)) {
            for (int i = 0; i < workers; i++) {
                threads.submit(() -> {
                    while (order.taken.get() < CHANGES) {
                        pusher.runOnce();
                    }
                });
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(node.getBean(JdbcTemplate.class)
                        .queryForObject("select count(*) from outbox_entry where state = 'DONE'", Integer.class))
                .isEqualTo(CHANGES);
        assertThat(order.errors).as("order errors").hasValue(0);
        assertThat(order.taken).hasValue(CHANGES);
        return CHANGES / seconds;
    }

    private static void fill(JdbcTemplate database, String destination) {
        database.execute("delete from outbox_entry");
        var rows = new ArrayList<Object[]>();
        var payloads = new ArrayList<Object[]>();
        for (int i = 0; i < CHANGES; i++) {
            var id = new UUID(0x7000L, i);
            String record = String.valueOf(i % RECORDS);
            rows.add(new Object[] {id, id, "user_" + i % 50, destination, record});
            payloads.add(new Object[] {id, String.valueOf(i / RECORDS + 1)});
        }
        database.batchUpdate("""
                insert into outbox_entry (id, group_id, owner_id, destination, table_name, record_id, state, attempts,
                  refusals, next_attempt_at, created_at, updated_at, version, claims)
                values (?, ?, ?, ?, 'r', ?, 'WAITING', 0, 0, timestamp with time zone '2026-01-01 11:00:00+00:00',
                  timestamp with time zone '2026-01-01 11:00:00+00:00',
                  timestamp with time zone '2026-01-01 11:00:00+00:00', 0, 0)
                """, rows);
        database.batchUpdate("insert into outbox_payload (change_id, payload) values (?, ?)", payloads);
        database.execute("analyze outbox_entry".replace("analyze", isH2(database) ? "analyze table" : "analyze"));
    }

    private static boolean isH2(JdbcTemplate database) {
        return Boolean.TRUE.equals(database.execute((java.sql.Connection connection) ->
                connection.getMetaData().getDatabaseProductName().equals("H2")));
    }

    private double median(String name) {
        List<Double> sorted = perSecond.get(name).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private double ratio(String ours, String theirs) {
        double ratio = median(ours) / median(theirs);
        print(ours + "-ratio", ratio, "times db-scheduler");
        return ratio;
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.1f %s%n", name, figure, unit);
    }
}

package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Postgres;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.push.Pusher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Several nodes on one PostgreSQL, one of which stops in the middle of its work. */
@Tag("wire")
class SharedOutboxTest {

    private static final int RECORDS = 400;
    private static final int CHANGES_EACH = 5;
    private static final int ALL = RECORDS * CHANGES_EACH;
    /** In the middle of a batch, so that the node holds changes that it has not begun to send. */
    private static final int STOPS_AFTER = 650;

    private static final int WORKERS = 8;

    private final String database = Postgres.freshDatabase();
    private final Recorder received = new Recorder();

    /** A node of its own, whose background only runs when the test runs it. */
    private record Node(ConfigurableApplicationContext context) implements AutoCloseable {

        <T> T bean(Class<T> type) {
            return context.getBean(type);
        }

        FakeDestination alpha() {
            return context.getBean("alpha", FakeDestination.class);
        }

        int run() {
            return bean(Pusher.class).runOnce();
        }

        long count(String where) {
            return bean(JdbcTemplate.class)
                    .queryForObject("select count(*) from outbox_entry where " + where, Long.class);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private Node node() {
        var context = new SpringApplicationBuilder(OutboxContext.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=postgres",
                        "--spring.main.banner-mode=off");
        context.getBean(PushLoop.class).stop();
        return new Node(context);
    }

    @Test
    void nodesShareTheWorkAndTakeOverFromOneThatStops() throws Exception {
        try (Node stops = node();
                Node stays = node();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            fill(stays);
            var resumed = new CountDownLatch(1);
            var stopped = new CountDownLatch(WORKERS);
            var sentByFirst = new AtomicInteger();
            // Like a process that is stopped: some of what it sent has arrived, none of it is settled any more.
            stops.alpha().answers(change -> {
                received.take(change);
                if (sentByFirst.incrementAndGet() > STOPS_AFTER) {
                    stopped.countDown();
                    await(resumed);
                }
                return "{}";
            });
            var sentBySecond = new AtomicInteger();
            stays.alpha().answers(change -> {
                received.take(change);
                sentBySecond.incrementAndGet();
                return "{}";
            });

            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(stops::run, threads);
            await(stopped);
            stays.run();
            assertThat(stays.count("lease_until is not null"))
                    .as("what the stopped node holds, nobody else takes")
                    .isPositive();
            assertThat(stays.count("state <> 'DONE'")).isPositive();

            advance(stays, Duration.ofSeconds(31));
            stays.run();

            assertThat(stays.count("state <> 'DONE'")).as("lost").isZero();
            assertThat(received.distinct()).isEqualTo(ALL);
            assertThat(received.disorder()).isEmpty();
            int repeats = received.repeats();
            assertThat(repeats).as("sent, but not settled by the stopped node").isEqualTo(WORKERS);

            advance(stops, Duration.ofSeconds(31));
            resumed.countDown();
            first.get(10, TimeUnit.SECONDS);

            assertThat(received.repeats())
                    .as("a node that comes back sends nothing it lost")
                    .isEqualTo(repeats);
            assertThat(stays.count("state <> 'DONE' or lease_until is not null"))
                    .isZero();
            System.out.printf(
                    "outbox shared: %d by the first, %d by the second, %d repeated%n",
                    sentByFirst.get(), sentBySecond.get(), repeats);
        }
    }

    private static void advance(Node node, Duration by) {
        node.bean(ManualClock.class).advance(by);
    }

    private static void fill(Node node) {
        var all = new ArrayList<Change>();
        Changes changes = node.bean(Changes.class);
        for (int number = 1; number <= CHANGES_EACH; number++) {
            for (int record = 0; record < RECORDS; record++) {
                var owner = Owner.of("user_" + record % 50);
                ChangeId id = changes.newId();
                all.add(new Change(id, id, owner, "ALPHA", "r/" + record, String.valueOf(number)));
            }
        }
        new TransactionTemplate(node.bean(PlatformTransactionManager.class))
                .executeWithoutResult(status -> changes.record(List.copyOf(all)));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The other node never came that far");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

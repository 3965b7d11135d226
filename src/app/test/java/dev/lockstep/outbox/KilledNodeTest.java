package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ChildRun;
import dev.lockstep.Postgres;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.push.Pusher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two nodes, two processes, one PostgreSQL; one is killed in the middle of its work, as kill -9 does. */
@Tag("wire")
class KilledNodeTest {

    private static final int RECORDS = 200;
    private static final int CHANGES_EACH = 5;
    private static final int ALL = RECORDS * CHANGES_EACH;
    private static final int DIES_AFTER = 130;

    /** In the middle of its first round, so that the other one never finds too little left to do. */
    private static final int WAITS_AFTER = 50;

    private static final int WORKERS = 8;

    private final CountDownLatch dyingIsUnderWay = new CountDownLatch(1);
    private final CountDownLatch dyingHangs = new CountDownLatch(WORKERS);
    private final CountDownLatch dead = new CountDownLatch(1);

    @Test
    void losesAndDoublesNothing(@TempDir Path folder) throws Exception {
        String database = Postgres.freshDatabase();
        try (var server = new OnceServer(this::hold);
                var stays = DrainingNode.start(database, server.uri(), "stays")) {
            // Stopped, so that the test says when it works; the other one works in its background as in production.
            stays.getBean(PushLoop.class).stop();
            fill(stays);
            try (ChildRun dies = ChildRun.of(
                    DrainingNode.class,
                    folder.resolve("dies.log"),
                    database,
                    server.uri().toString(),
                    "dies")) {
                await(dyingIsUnderWay, dies);
                var draining = CompletableFuture.supplyAsync(stays.getBean(Pusher.class)::runOnce);
                await(dyingHangs, dies);
                dies.kill();
                dead.countDown();
                assertThat(draining.get(60, TimeUnit.SECONDS)).isPositive();
            }
            assertThat(count(stays, "lease_until is not null"))
                    .as("held by the dead")
                    .isPositive();

            stays.getBean(ManualClock.class).advance(Duration.ofSeconds(31));
            stays.getBean(Pusher.class).runOnce();

            assertThat(count(stays, "state <> 'DONE'")).as("lost").isZero();
            Map<String, List<Integer>> effects = server.effects().stream()
                    .collect(Collectors.groupingBy(
                            OnceServer.Effect::record,
                            Collectors.mapping(OnceServer.Effect::number, Collectors.toList())));
            assertThat(effects).hasSize(RECORDS);
            assertThat(effects.values())
                    .as("each once, in order")
                    .containsOnly(IntStream.rangeClosed(1, CHANGES_EACH).boxed().toList());
            assertThat(server.repeats())
                    .as("what had arrived unheard was sent again under its id")
                    .isGreaterThanOrEqualTo(WORKERS);
            assertThat(server.effects().stream().map(OnceServer.Effect::node))
                    .as("both had their share")
                    .contains("dies", "stays");
        }
    }

    /** The node that dies has its last eight changes taken and never hears of it; the other waits for that, half-way. */
    private void hold(String node, int call) {
        if (node.equals("dies")) {
            dyingIsUnderWay.countDown();
            if (call > DIES_AFTER) {
                dyingHangs.countDown();
                uninterrupted(dead);
            }
        } else if (call > WAITS_AFTER) {
            uninterrupted(dead);
        }
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch, ChildRun child) throws InterruptedException {
        assertThat(latch.await(2, TimeUnit.MINUTES)).as(child.output()).isTrue();
    }

    private static long count(ConfigurableApplicationContext node, String where) {
        return node.getBean(JdbcTemplate.class)
                .queryForObject("select count(*) from outbox_entry where " + where, Long.class);
    }

    private static void fill(ConfigurableApplicationContext node) {
        Changes changes = node.getBean(Changes.class);
        var all = new ArrayList<Change>();
        for (int number = 1; number <= CHANGES_EACH; number++) {
            for (int record = 0; record < RECORDS; record++) {
                ChangeId id = changes.newId();
                var owner = Owner.of("user_" + record % 50);
                all.add(new Change(id, id, owner, "ALPHA", "r/" + record, String.valueOf(number)));
            }
        }
        new TransactionTemplate(node.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(status -> changes.record(List.copyOf(all)));
    }
}

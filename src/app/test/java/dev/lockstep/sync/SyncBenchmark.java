package dev.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long it takes to write ten thousand tasks while Convex is away, to bring them there, and to read them into an empty copy: on H2
 * files that are written to disk at each commit, with the real functions on the emulator in the same process. Prints
 * {@code bench <name> <figure> <unit>}.
 */
@Tag("bench")
class SyncBenchmark {

    private static final int TASKS = Integer.getInteger("bench.tasks", 10_000);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LockstepApp app = LockstepApp.shared();
    private final SyncedRecords records = app.bean(SyncedRecords.class);
    private final SyncedTable tasks = app.bean(SyncedTables.class).get("tasks");

    @Test
    void writesPushesAndPullsTenThousand() {
        PersonId mary = app.signUp("Mary", "Shelley");
        app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 1000000, \"status\": 503}");
        long[] nanos = new long[TASKS];
        long start = System.nanoTime();
        for (int i = 0; i < TASKS; i++) {
            long before = System.nanoTime();
            records.create(
                    mary,
                    tasks,
                    ConvexValue.object("text", ConvexValue.text("Task number " + i + ", with some words to it"))
                            .with("isCompleted", ConvexValue.FALSE));
            nanos[i] = System.nanoTime() - before;
        }
        print("sync-enqueue", TASKS / seconds(start), "records/s");
        Arrays.sort(nanos);
        print("sync-enqueue-p50", nanos[TASKS / 2] / 1e6, "ms");
        print("sync-enqueue-p99", nanos[TASKS * 99 / 100] / 1e6, "ms");

        app.calm();
        start = System.nanoTime();
        app.bean(Deliveries.class).signedIn(mary);
        LockstepApp.await(
                "the push", PATIENCE, () -> records.status(mary, tasks).pending() == 0);
        print("sync-push", TASKS / seconds(start), "records/s");

        JdbcTemplate database = app.bean(JdbcTemplate.class);
        database.update("delete from sync_record");
        database.update("delete from sync_cursor");
        start = System.nanoTime();
        Runnable unwatch = records.watch(mary, () -> {});
        LockstepApp.await(
                "the pull", PATIENCE, () -> records.status(mary, tasks).state() == SyncStatus.State.SYNCED);
        print("sync-first-pull", TASKS / seconds(start), "records/s");
        unwatch.run();
        assertThat(records.count(mary, tasks, RecordFilter.ALL)).isEqualTo(TASKS);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.2f %s%n", name, figure, unit);
    }
}

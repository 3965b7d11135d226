package dev.lockstep.emulator.convex.store;

import com.sun.management.OperatingSystemMXBean;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.IndexFields;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What commits cost without the functions that make them: in processor time of the whole process, the compiler's included, and
 * by the clock. Prints {@code bench <name> <figure> <unit>}.
 */
@Tag("bench")
class CommitBenchmark {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int ROWS = 200;
    private static final int LARGE = 300;
    private static final int LANES = 8;
    private static final int SMALL = 2_000;

    @TempDir
    Path home;

    @Test
    void commits() throws Exception {
        try (var file = DeploymentFile.open(home.resolve("convex"));
                var store = DocumentStore.open(file, Clock.systemUTC(), new SecureRandom())) {
            store.tableNumber("notes");
            store.declareIndexes("notes", Map.of("by_key", IndexFields.declared(List.of("key"))));
            // The first round warms up.
            for (int round = 0; round < 2; round++) {
                measure(round, "store-commit-200-inserts", LARGE, () -> {
                    for (int i = 0; i < LARGE; i++) {
                        commit(store, ROWS);
                    }
                });
                measure(round, "store-commit-1-insert-8-lanes", LANES * SMALL, () -> {
                    try (var lanes = Executors.newFixedThreadPool(LANES)) {
                        IntStream.range(0, LANES)
                                .forEach(lane -> lanes.execute(
                                        () -> IntStream.range(0, SMALL).forEach(i -> commit(store, 1))));
                    }
                });
            }
        }
    }

    private static void measure(int round, String name, int commits, Runnable work) {
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        double wall = (System.nanoTime() - start) / 1e9;
        double millis = (SYSTEM.getProcessCpuTime() - cpu) / 1e6;
        if (round > 0) {
            System.out.printf(Locale.ROOT, "bench %s-cpu %.3f ms%n", name, millis / commits);
            System.out.printf(Locale.ROOT, "bench %s %.0f commits/s%n", name, commits / wall);
        }
    }

    private static void commit(DocumentStore store, int rows) {
        try {
            var transaction = store.begin();
            for (int i = 0; i < rows; i++) {
                transaction.insert("notes", transaction.mint("notes"), note(i));
            }
            store.commit(transaction);
        } catch (WriteConflict e) {
            throw new IllegalStateException("Nothing was read that others write", e);
        }
    }

    private static Obj note(int number) {
        return new Obj(new TreeMap<>(Map.of(
                "key", ConvexValue.text("key " + number),
                "text", ConvexValue.text("Something that somebody wrote down, of the usual length of such a thing."),
                "done", ConvexValue.bool(number % 2 == 0),
                "count", ConvexValue.number(number))));
    }
}

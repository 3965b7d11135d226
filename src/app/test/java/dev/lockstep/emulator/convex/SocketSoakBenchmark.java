package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.LiveClient;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.convex.value.ConvexValue;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty clients on sockets that break at random, a hundred writes a second, for {@code -Dsoak.minutes} (one when not
 * given). Each client counts up; the function refuses a number that is not the next one, so that a lost or a doubled
 * effect shows at once. Prints {@code bench <name> <figure> <unit>}.
 */
@Tag("bench")
class SocketSoakBenchmark {

    private static final int CLIENTS = 50;
    private static final int WRITES_A_SECOND = 100;
    private static final int MILLIS_BETWEEN_DROPS = 250;

    @TempDir
    Path home;

    /** One client with what it has written and seen. */
    private static final class Walker {
        private final String name;
        private final LiveClient client;
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final AtomicLong seen = new AtomicLong();
        private final AtomicInteger backwards = new AtomicInteger();
        private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

        Walker(String name, LiveClient client) {
            this.name = name;
            this.client = client;
        }

        ConvexValue.Obj args() {
            return ConvexValue.object("name", ConvexValue.text(name));
        }

        void watch(Walker other) {
            client.subscribe("walk:at", other.args(), value -> {
                long now = value instanceof ConvexValue.Float64(double number) ? (long) number : 0;
                if (seen.getAndSet(now) > now) {
                    backwards.incrementAndGet();
                }
            });
        }

        void step() {
            int next = sent.incrementAndGet();
            last = client.mutation("walk:step", args().with("next", ConvexValue.number(next)))
                    .thenRun(acknowledged::incrementAndGet);
        }
    }

    @Test
    void losesAndDoublesNothing() throws Exception {
        var duration = Duration.ofMinutes(Integer.getInteger("soak.minutes", 1));
        try (var emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "soak", EmulatorClient.KEY));
                var clients = new LiveClients(
                        new ConvexProperties(emulator.url(), Duration.ofSeconds(2), Duration.ofSeconds(5)))) {
            var http = new EmulatorClient(emulator.url());
            http.push(PushedApp.EMPTY.with("walk.js", """
                    const mine = (name) => ({ source: { type: 'IndexRange', indexName: 'walkers.by_name',
                      range: [{ type: 'Eq', fieldPath: 'name', value: name }], order: null }, operators: [] });
                    export const at = query(async ({ name }, db) => (await rows(db, mine(name)))[0]?.at ?? 0);
                    export const step = mutation(async ({ name, next }, db) => {
                      const [row] = await rows(db, mine(name));
                      if (next !== (row?.at ?? 0) + 1) throw new Error(`${name} is at ${row?.at}, not before ${next}`);
                      if (row === undefined) await db('insert', { table: 'walkers', value: { name, at: next } });
                      else await db('shallowMerge', { id: row._id, value: { at: next } });
                    });
                    """).withSchema("""
                    {"tables":[{"tableName":"walkers","indexes":[{"indexDescriptor":"by_name","fields":["name"]}],
                    "documentType":{"type":"any"}}],"schemaValidation":false}"""));
            List<Walker> walkers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                walkers.add(new Walker("walker" + i, clients.connect(TokenSource.anonymous())));
            }
            for (int i = 0; i < CLIENTS; i++) {
                walkers.get(i).watch(walkers.get((i + 1) % CLIENTS));
            }

            walk(walkers, http, duration);

            report(walkers, duration);
            walkers.forEach(walker -> walker.client.close());
        }
    }

    private static void walk(List<Walker> walkers, EmulatorClient http, Duration duration) throws Exception {
        var random = new Random(7);
        var drops = new AtomicInteger();
        try (var timer = Executors.newScheduledThreadPool(2)) {
            timer.scheduleAtFixedRate(
                    () -> walkers.get(random.nextInt(CLIENTS)).step(),
                    0,
                    1_000_000 / WRITES_A_SECOND,
                    TimeUnit.MICROSECONDS);
            timer.scheduleAtFixedRate(
                    () -> {
                        String way = random.nextBoolean() ? "^SEND " : "^RECEIVE ";
                        String fault = "{\"match\":\"" + way + "\",\"drop\":true,\"times\":1}";
                        http.post("/emulator/faults", fault, "Authorization", EmulatorClient.ADMIN);
                        drops.incrementAndGet();
                    },
                    MILLIS_BETWEEN_DROPS,
                    MILLIS_BETWEEN_DROPS,
                    TimeUnit.MILLISECONDS);
            print("soak-heap-at-start", heap(), "MB");
            long half = duration.toMillis() / 2;
            timer.schedule(() -> print("soak-heap-at-half", heap(), "MB"), half, TimeUnit.MILLISECONDS);
            var over = timer.schedule(() -> {}, duration.toMillis(), TimeUnit.MILLISECONDS);
            over.get();
            timer.shutdownNow();
        }
        print("soak-drops", drops.get(), "sockets");
        for (Walker walker : walkers) {
            walker.last.get(2, TimeUnit.MINUTES);
        }
    }

    private static void report(List<Walker> walkers, Duration duration) {
        for (int i = 0; i < CLIENTS; i++) {
            Walker watched = walkers.get((i + 1) % CLIENTS);
            Walker watcher = walkers.get(i);
            assertThat(watched.acknowledged).hasValue(watched.sent.get());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(watcher.seen).hasValue(watched.sent.get()));
            assertThat(watcher.backwards).hasValue(0);
        }
        int writes = walkers.stream().mapToInt(walker -> walker.sent.get()).sum();
        print("soak-minutes", duration.toMinutes(), "min");
        print("soak-writes", writes, "mutations, each exactly once");
        print("soak-writes-rate", writes / (double) duration.toSeconds(), "mutations/s");
        print("soak-heap-at-end", heap(), "MB");
    }

    private static double heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(java.util.Locale.ROOT, "bench %s %.1f %s%n", name, figure, unit);
    }
}

package dev.lockstep.emulator.convex;

import static dev.lockstep.convex.value.ConvexValue.number;
import static dev.lockstep.convex.value.ConvexValue.object;
import static dev.lockstep.convex.value.ConvexValue.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.LiveClient;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.convex.Subscription;
import dev.lockstep.convex.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a subscription costs: how many queries run again for a write among many subscriptions that read other ranges, and
 * the memory of a thousand different subscriptions over one socket, the emulator's and our client's apart, beyond what a
 * thousand earlier ones have left behind. Prints {@code bench <name> <figure> <unit>}.
 *
 * <p>The runs are exact and asserted. The bytes are those of live objects after a full collection, asked of each JVM by
 * the JDK's own {@code jcmd}; the answers are single numbers, so a real subscription costs its answer more.
 */
@Tag("bench")
class EmulatorLiveBenchmark {

    private static final int WRITES = 20;
    private static final int SUBSCRIPTIONS = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final PushedApp ROOMS = PushedApp.EMPTY.with("rooms.js", """
            const range = (room) => ({ source: { type: 'IndexRange', indexName: 'notes.by_room',
              range: [{ type: 'Eq', fieldPath: 'room', value: room }], order: null }, operators: [] });
            export const add = mutation(async ({ room }, db) => db('insert', { table: 'notes', value: { room } }));
            export const count = query(async ({ room, nth }, db) => (await rows(db, range(room))).length);
            """).withSchema("""
            {"tables":[{"tableName":"notes","indexes":[{"indexDescriptor":"by_room","fields":["room"]}],
            "documentType":{"type":"any"}}],"schemaValidation":false}""");

    @TempDir
    Path home;

    @Test
    void countsTheRunsOfAWrite() throws Exception {
        try (var emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "live", EmulatorClient.KEY));
                var clients = clients(emulator.url())) {
            new EmulatorClient(emulator.url()).push(ROOMS);
            for (int subscriptions : List.of(10, 100, 1000)) {
                for (int onTheRange : List.of(1, 10)) {
                    long runs = runs(emulator, clients, subscriptions, onTheRange);
                    assertThat(runs).isEqualTo((long) WRITES * onTheRange);
                    String name = "rerun_per_write_of_" + subscriptions;
                    print(onTheRange == 1 ? name : name + "_with_" + onTheRange + "_on_it", runs / WRITES, "runs");
                }
            }
        }
    }

    /** The emulator has a process of its own, so that its bytes are not the client's. */
    @Test
    void weighsASubscription() throws Exception {
        Process process = KilledEmulator.start(home, 0);
        URI url = URI.create(KilledEmulator.address(process));
        try (var clients = clients(url);
                LiveClient client = clients.connect(TokenSource.anonymous())) {
            new EmulatorClient(url).push(ROOMS);
            var warm = new Subscriptions(client, SUBSCRIPTIONS, 1);
            warm.close();
            // The socket's messages are read in order, so the emulator has heard of all the ends before it answers.
            client.mutation("rooms:add", object("room", text("elsewhere"))).get();
            long emulatorBefore = liveBytes(process.pid());
            long clientBefore = liveBytes(ProcessHandle.current().pid());

            try (var held = new Subscriptions(client, SUBSCRIPTIONS, 1)) {
                long emulator = liveBytes(process.pid()) - emulatorBefore;
                long ours = liveBytes(ProcessHandle.current().pid()) - clientBefore;
                print("subscription-memory-emulator", emulator / SUBSCRIPTIONS, "bytes/subscription");
                print("subscription-memory-client", ours / SUBSCRIPTIONS, "bytes/subscription");
                held.write();
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Many different ones over one socket; a few read the range that is written, each other one a range of its own. */
    private static final class Subscriptions implements AutoCloseable {

        private static final String WRITTEN = "written";

        private final Semaphore heard = new Semaphore(0);
        private final List<Subscription> all = new ArrayList<>();
        private final LiveClient client;
        private final int onTheRange;

        Subscriptions(LiveClient client, int count, int onTheRange) throws InterruptedException {
            this.client = client;
            this.onTheRange = onTheRange;
            for (int i = 0; i < count; i++) {
                var args = object("room", text(i < onTheRange ? WRITTEN : "room " + i))
                        .with("nth", number(i));
                all.add(client.subscribe("rooms:count", args, value -> heard.release()));
            }
            await(count);
        }

        /** Returns when everybody has heard who has to. */
        void write() throws Exception {
            client.mutation("rooms:add", object("room", text(WRITTEN))).get();
            await(onTheRange);
            assertThat(heard.availablePermits()).as("heard without a reason").isZero();
        }

        @Override
        public void close() {
            all.forEach(Subscription::close);
        }

        private void await(int answers) throws InterruptedException {
            assertThat(heard.tryAcquire(answers, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("only %s of %s answers came", heard.availablePermits(), answers)
                    .isTrue();
        }
    }

    /** The session answers when all queries have run that it knows to be stale, so none is left to be counted. */
    private static long runs(ConvexEmulator emulator, LiveClients clients, int count, int onTheRange) throws Exception {
        try (LiveClient client = clients.connect(TokenSource.anonymous());
                var subscriptions = new Subscriptions(client, count, onTheRange)) {
            long before = emulator.liveRuns();
            for (int i = 0; i < WRITES; i++) {
                subscriptions.write();
            }
            return emulator.liveRuns() - before;
        }
    }

    /**
     * Bytes of the objects that are left after a full collection. The answer goes to a file: this JVM stands still while
     * it counts itself, and could not empty a pipe.
     */
    private long liveBytes(long pid) throws IOException, InterruptedException {
        Path answer = home.resolve("histogram.txt");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        String total = Files.readAllLines(answer).getLast();
        assertThat(total).startsWith("Total");
        return Long.parseLong(total.strip().split(" +")[2]);
    }

    private static LiveClients clients(URI url) {
        return new LiveClients(new ConvexProperties(url, Duration.ofSeconds(10), Duration.ofSeconds(20)));
    }

    private static void print(String name, long figure, String unit) {
        System.out.printf("bench %s %d %s%n", name, figure, unit);
    }
}

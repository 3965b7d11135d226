package dev.lockstep.start;

import static dev.lockstep.convex.value.ConvexValue.object;
import static dev.lockstep.convex.value.ConvexValue.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.LiveClient;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.convex.value.ConvexValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls per second over one socket through our live client and the official reactive one, on the same emulator; how
 * long a commit takes to reach subscribers; what a subscriber costs. Prints {@code bench <name> <figure> <unit>}.
 *
 * <p>Ours runs in the emulator's process and the official one in its own, which costs it something on few cores: read
 * the ratio as "not slower". The delays and the bytes are the emulator's and the client's together.
 */
@Tag("bench")
class LiveClientBenchmark {

    private static final int CALLS = 300;
    private static final int ROUNDS = 3;
    private static final int AT_A_TIME = 8;
    private static final int COMMITS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path FUNCTIONS = Path.of("src/app/main/convex").toAbsolutePath();
    private static final Path SCRIPT = Path.of("src/emulator/test/resources/convex/official-live-client.mjs");

    @TempDir
    Path home;

    @Test
    void comparesOurClientWithTheOfficialOne() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(FUNCTIONS.resolve("node_modules/convex")),
                "The official client is not there: build first");
        try (var deployment = new PlatformDeployment(home);
                var clients = clients(deployment)) {
            TokenSource ada = deployment.signedIn("user_ada");
            try (LiveClient client = clients.connect(ada)) {
                client.mutation("users:getOrCreate", ConvexValue.emptyObject()).get();
                compare(deployment, client, "mutation", ada, 1);
                compare(deployment, client, "mutation", ada, AT_A_TIME);
                compare(deployment, client, "query", ada, 1);
            }
        }
    }

    @Test
    void measuresTheWayFromCommitToSubscribers() throws Exception {
        try (var deployment = new PlatformDeployment(home);
                var clients = clients(deployment)) {
            TokenSource ada = deployment.signedIn("user_ada");
            try (LiveClient writer = clients.connect(ada)) {
                writer.mutation("users:getOrCreate", ConvexValue.emptyObject()).get();
                rate(writer, "mutation", 1, CALLS);
                rate(writer, "query", 1, CALLS);
                for (int subscribers : List.of(1, 100, 1000)) {
                    delays(clients, writer, ada, subscribers);
                }
            }
        }
    }

    private static void compare(
            PlatformDeployment deployment, LiveClient client, String kind, TokenSource person, int lanes)
            throws Exception {
        double ours = 0;
        double official = 0;
        for (int round = 0; round < ROUNDS; round++) {
            rate(client, kind, lanes, CALLS / 5);
            ours = Math.max(ours, rate(client, kind, lanes, CALLS));
            official = Math.max(official, official(deployment, kind, lanes, person));
        }
        String name = "convex-live-" + kind + "-" + lanes;
        print(name + "-java", ours, "calls/s");
        print(name + "-official", official, "calls/s");
        print(name + "-ratio", ours / official, "java/official");
    }

    private static double rate(LiveClient client, String kind, int lanes, int calls) throws Exception {
        var next = new AtomicInteger();
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, lanes)
                    .mapToObj(lane -> threads.submit(() -> {
                        for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
                            call(client, kind, i);
                        }
                        return null;
                    }))
                    .toList();
            for (var lane : all) {
                lane.get();
            }
        }
        return calls / ((System.nanoTime() - start) / 1e9);
    }

    private static void call(LiveClient client, String kind, int i) throws Exception {
        if (kind.equals("mutation")) {
            client.mutation("users:updateProfile", object("first_name", text("Ada " + i)))
                    .get();
            return;
        }
        var answered = new CountDownLatch(1);
        try (var subscription =
                client.subscribe("users:current", ConvexValue.emptyObject(), value -> answered.countDown())) {
            answered.await();
        }
    }

    private static double official(PlatformDeployment deployment, String kind, int lanes, TokenSource person)
            throws Exception {
        var process = new ProcessBuilder(
                        "node",
                        SCRIPT.toString(),
                        FUNCTIONS.toString(),
                        deployment.url().toString(),
                        kind,
                        String.valueOf(CALLS),
                        String.valueOf(lanes),
                        ((ConvexToken.User) person.token()).jwt().reveal())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return Double.parseDouble(output.strip());
    }

    private static void delays(LiveClients clients, LiveClient writer, TokenSource person, int subscribers)
            throws Exception {
        var arrivals = new ConcurrentLinkedQueue<Long>();
        var round = new CountDownLatch[] {new CountDownLatch(subscribers)};
        var readers = new ArrayList<LiveClient>();
        long before = heap();
        try {
            for (int i = 0; i < subscribers; i++) {
                LiveClient reader = clients.connect(person);
                readers.add(reader);
                reader.subscribe("users:current", ConvexValue.emptyObject(), value -> {
                    arrivals.add(now());
                    round[0].countDown();
                });
            }
            await(round[0]);
            print("convex-live-memory-" + subscribers, (heap() - before) / 1024.0 / subscribers, "KiB/subscriber");
            var delays = new ArrayList<Double>();
            for (int i = 0; i < COMMITS; i++) {
                arrivals.clear();
                round[0] = new CountDownLatch(subscribers);
                long committed = writer.mutation(
                                "users:updateProfile", object("first_name", text("To " + subscribers + " " + i)))
                        .get()
                        .commitTs();
                await(round[0]);
                arrivals.forEach(at -> delays.add((at - committed) / 1e6));
            }
            delays.sort(null);
            print("convex-live-delay-p50-" + subscribers, delays.get(delays.size() / 2), "ms");
            print("convex-live-delay-p99-" + subscribers, delays.get(delays.size() * 99 / 100), "ms");
        } finally {
            readers.forEach(LiveClient::close);
        }
    }

    private static void await(CountDownLatch arrived) throws InterruptedException {
        assertThat(arrived.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("all subscribers heard; %s did not", arrived.getCount())
                .isTrue();
    }

    /** Nanoseconds since 1970, as commits are counted. */
    private static long now() {
        Instant now = Clock.systemUTC().instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static LiveClients clients(PlatformDeployment deployment) {
        return new LiveClients(new ConvexProperties(deployment.url(), Duration.ofSeconds(10), Duration.ofSeconds(20)));
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.2f %s%n", name, figure, unit);
    }
}

package dev.lockstep.emulator;

import static dev.lockstep.convex.value.ConvexValue.object;
import static dev.lockstep.convex.value.ConvexValue.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.convex.value.ConvexValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls per second through our client and through the official JavaScript client, in the same run on the same
 * emulator. Prints {@code bench <name> <figure> <unit>}; the clients take turns, so that neither meets a warmer
 * emulator.
 *
 * <p>Ours runs in the emulator's process and the official one in its own, which costs it something on few cores: read
 * the ratio as "not slower", and compare ours with itself from one day to the next.
 */
@Tag("bench")
class ConvexClientBenchmark {

    /** One call by one person, the i-th of its series. */
    private interface Call {
        void make(TokenSource person, int i);
    }

    private static final int CALLS = 500;
    private static final int ROUNDS = 2;
    private static final int LANES = 8;
    private static final Path FUNCTIONS = Path.of("src/main/convex");
    private static final Path SCRIPT = Path.of("src/test/resources/convex/official-client.mjs");

    @Test
    void comparesOurClientWithTheOfficialOne(@TempDir Path home) throws Exception {
        try (var deployment = new PlatformDeployment(home)) {
            // One person a lane: two writers of one row would measure conflicts and not clients.
            List<TokenSource> people = IntStream.range(0, LANES)
                    .mapToObj(lane -> deployment.signedIn("user_" + lane))
                    .toList();
            people.forEach(
                    person -> deployment.client.mutation("users:getOrCreate", ConvexValue.emptyObject(), person));
            Map<String, Double> ours = Map.of();
            Map<String, Double> official = Map.of();

            // The last round counts: the ones before it warm the emulator's engine up.
            for (int round = 0; round < ROUNDS; round++) {
                ours = ours(deployment, people);
                official = official(deployment, people);
            }

            for (String name : ours.keySet()) {
                print("convex-" + name + "-java", ours.get(name), "calls/s");
                print("convex-" + name + "-official", official.get(name), "calls/s");
                print("convex-" + name + "-ratio", ours.get(name) / official.get(name), "java/official");
            }
        }
    }

    private static Map<String, Double> ours(PlatformDeployment deployment, List<TokenSource> people) throws Exception {
        Call query = (person, i) -> deployment.client.query("users:current", ConvexValue.emptyObject(), person);
        Call mutation = (person, i) ->
                deployment.client.mutation("users:updateProfile", object("first_name", text("Ada " + i)), person);
        rate(query, people.subList(0, 1));
        rate(mutation, people.subList(0, 1));
        var rates = new LinkedHashMap<String, Double>();
        rates.put("query-1", rate(query, people.subList(0, 1)));
        rates.put("query-8", rate(query, people));
        rates.put("mutation-1", rate(mutation, people.subList(0, 1)));
        rates.put("mutation-8", rate(mutation, people));
        return rates;
    }

    private static double rate(Call call, List<TokenSource> people) throws Exception {
        var next = new AtomicInteger();
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = people.stream()
                    .map(person -> threads.submit(() -> {
                        for (int i = next.getAndIncrement(); i < CALLS; i = next.getAndIncrement()) {
                            call.make(person, i);
                        }
                    }))
                    .toList();
            for (var lane : running) {
                lane.get();
            }
        }
        return CALLS / (Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e9);
    }

    private static Map<String, Double> official(PlatformDeployment deployment, List<TokenSource> people)
            throws Exception {
        Assumptions.assumeTrue(
                Files.exists(FUNCTIONS.resolve("node_modules/convex")),
                "The official client is not installed: build first");
        var command = new ArrayList<>(List.of(
                "node",
                SCRIPT.toString(),
                FUNCTIONS.toAbsolutePath().toString(),
                deployment.url().toString(),
                String.valueOf(CALLS)));
        people.forEach(
                person -> command.add(((ConvexToken.User) person.token()).jwt().reveal()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = read(process);
        assertThat(process.waitFor()).as(output).isZero();
        var rates = new LinkedHashMap<String, Double>();
        output.lines()
                .map(line -> line.split(" "))
                .forEach(words -> rates.put(words[0] + "-" + words[1], Double.valueOf(words[2])));
        return rates;
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.2f %s%n", name, figure, unit);
    }
}

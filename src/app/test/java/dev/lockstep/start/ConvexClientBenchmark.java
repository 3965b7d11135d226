package dev.lockstep.start;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls per second through our client and through the official JavaScript client, in the same run on the same
 * emulator. Prints {@code bench <name> <figure> <unit>}. The clients take turns and change who goes first, so that
 * neither meets a warmer emulator; the best round of each counts, which other work on the machine disturbs least.
 *
 * <p>Ours runs in the emulator's process and the official one in its own, which costs it something on few cores: read
 * the ratio as "not slower", and compare ours with itself from one day to the next.
 */
@Tag("bench")
class ConvexClientBenchmark {

    private enum Kind {
        QUERY,
        MUTATION
    }

    private static final int CALLS = 500;
    private static final int ROUNDS = 4;
    private static final int LANES = 8;
    private static final Path FUNCTIONS = Path.of("src/app/main/convex").toAbsolutePath();
    private static final Path SCRIPT = Path.of("src/emulator/test/resources/convex/official-client.mjs");

    @Test
    void comparesOurClientWithTheOfficialOne(@TempDir Path home) throws Exception {
        Assumptions.assumeTrue(
                Files.exists(FUNCTIONS.resolve("node_modules/convex")),
                "The official client is not there: build first");
        try (var deployment = new PlatformDeployment(home)) {
            // One person a lane: two writers of one row would measure conflicts and not clients.
            List<TokenSource> people = IntStream.range(0, LANES)
                    .mapToObj(lane -> deployment.signedIn("user_" + lane))
                    .toList();
            for (Kind kind : Kind.values()) {
                ours(deployment, kind, people);
            }
            for (Kind kind : Kind.values()) {
                compare(deployment, kind, people.subList(0, 1));
                compare(deployment, kind, people);
            }
        }
    }

    private static void compare(PlatformDeployment deployment, Kind kind, List<TokenSource> people) throws Exception {
        double ours = 0;
        double official = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 0) {
                ours = Math.max(ours, ours(deployment, kind, people));
            }
            official = Math.max(official, official(deployment, kind, people));
            if (round % 2 == 1) {
                ours = Math.max(ours, ours(deployment, kind, people));
            }
        }
        String name = "convex-" + kind.name().toLowerCase(Locale.ROOT) + "-" + people.size();
        print(name + "-java", ours, "calls/s");
        print(name + "-official", official, "calls/s");
        print(name + "-ratio", ours / official, "java/official");
    }

    private static double ours(PlatformDeployment deployment, Kind kind, List<TokenSource> people) throws Exception {
        rate(deployment, kind, people, CALLS / 5);
        return rate(deployment, kind, people, CALLS);
    }

    private static double rate(PlatformDeployment deployment, Kind kind, List<TokenSource> people, int calls)
            throws Exception {
        var next = new AtomicInteger();
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lanes = people.stream()
                    .map(person -> threads.submit(() -> {
                        for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
                            call(deployment, kind, person, i);
                        }
                    }))
                    .toList();
            for (var lane : lanes) {
                lane.get();
            }
        }
        return calls / ((System.nanoTime() - start) / 1e9);
    }

    private static void call(PlatformDeployment deployment, Kind kind, TokenSource person, int i) {
        switch (kind) {
            case QUERY -> deployment.client.query("users:current", ConvexValue.emptyObject(), person);
            case MUTATION ->
                deployment.client.mutation("users:updateProfile", object("first_name", text("Ada " + i)), person);
        }
    }

    private static double official(PlatformDeployment deployment, Kind kind, List<TokenSource> people)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "node",
                SCRIPT.toString(),
                FUNCTIONS.toString(),
                deployment.url().toString(),
                kind.name().toLowerCase(Locale.ROOT),
                String.valueOf(CALLS)));
        people.forEach(
                person -> command.add(((ConvexToken.User) person.token()).jwt().reveal()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return Double.parseDouble(output.strip());
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.2f %s%n", name, figure, unit);
    }
}

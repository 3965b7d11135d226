package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.NodeProject.Ended;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Calls per second of the same functions on the emulator and on npm's {@code convex-test}, one call at a time. Prints
 * {@code bench <name> <figure> <unit>}.
 *
 * <p>The sides do not do the same work. A call to the emulator comes from another process over HTTP or a socket, is
 * authorised, runs in an isolate of its own, and a mutation is on disk before its answer leaves. {@code convex-test} is
 * a function call inside the caller's process on an array of documents: no network, no durability, no second caller, and
 * a look at an index is a look at the whole table. So the ratio says what the real thing costs beside the cheapest
 * stand-in, and how that changes as the table grows; it is no race to be won.
 *
 * <p>The sides take turns and the best round of each counts. Queries go over HTTP only: the socket's client answers them
 * from what it is subscribed to. Other work on the machine disturbs the figures.
 */
@Tag("bench")
class EmulatorCallsBenchmark {

    private static final String OTHER = "convex-test";
    private static final List<Integer> ROWS = List.of(100, 2000);
    private static final int CALLS = 400;
    private static final int ROUNDS = 2;

    @TempDir
    Path folder;

    /** What a process that called the functions says. */
    private record Called(double rate, JsonNode seen) {}

    @Test
    void comparesTheEmulatorWithConvexTest() {
        var settings = new ConvexEmulator.Settings(0, 0, folder.resolve("home"), "bench", EmulatorClient.KEY);
        try (var emulator = ConvexEmulator.start(settings)) {
            String url = emulator.url().toString();
            NodeProject project = NodeProject.bench(folder.resolve("project"), NodeProject.selfHosted(url));
            Ended pushed = project.convex("dev", "--once", "--typecheck=disable");
            assertThat(pushed.output()).contains("Convex functions ready!");
            call(project, "http", url, "send", ROWS.getFirst());
            for (int rows : ROWS) {
                compare(project, url, "send", rows, "socket");
                for (String kind : List.of("send", "list", "get")) {
                    compare(project, url, kind, rows, "http");
                }
            }
        }
    }

    private static void compare(NodeProject project, String url, String kind, int rows, String side) {
        double ours = 0;
        double other = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Called mine = call(project, side, url, kind, rows);
            Called theirs = call(project, OTHER, url, kind, rows);
            assertThat(mine.seen).isEqualTo(theirs.seen);
            ours = Math.max(ours, mine.rate);
            other = Math.max(other, theirs.rate);
        }
        String name = "emulator-" + kind + "-" + side + "-of-" + rows;
        print(name, ours, "calls/s");
        print(name + "-" + OTHER, other, "calls/s");
        print(name + "-ratio", ours / other, "emulator/convex-test");
    }

    private static Called call(NodeProject project, String side, String url, String kind, int rows) {
        Ended ended = project.node("calls.mjs", side, url, kind, String.valueOf(CALLS), String.valueOf(rows));
        assertThat(ended.status()).as(ended.output()).isZero();
        JsonNode said = WireJson.parse(ended.output().lines().toList().getLast());
        assertThat(said.path("seen").size()).isEqualTo(Math.min(20, rows / 10 + (kind.equals("send") ? 48 : 0)));
        return new Called(said.path("rate").asDouble(), said.path("seen"));
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.2f %s%n", name, figure, unit);
    }
}

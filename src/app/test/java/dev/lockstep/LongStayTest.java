package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * An installation that is used for long holds no more than after its first hour: rounds of {@link MixedLoad} in blocks, and
 * after each block what the process holds. The first block warms up; the next ones say how much that differs by itself, and
 * the last ones may not have left that. {@code -Pnightly} runs it; {@code -Dstay.rounds} chooses how many rounds a block has,
 * {@code -Dstay.blocks} how many there are, and {@code -Dstay.growth} how many classes to name that have grown.
 */
@Tag("wire")
@EnabledIfSystemProperty(named = "faults.everywhere", matches = "true")
class LongStayTest {

    private static final int ROUNDS = Integer.getInteger("stay.rounds", 40);
    private static final int CLASSES = Integer.getInteger("stay.growth", 25);
    private static final int WARM_UP = 2;
    private static final int BLOCKS = Integer.getInteger("stay.blocks", 10);
    private static final int FEW = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How far apart two measurements may be that differ by chance: caches that fill by size, buffers of connections. */
    private static final long BYTES_BY_CHANCE = 2L * 1024 * 1024;

    private static final int THREADS_BY_CHANCE = 6;
    private static final int DESCRIPTORS_BY_CHANCE = 12;
    private static final int INSTANCES_BY_CHANCE = 2;

    /** Pages that may be open still when it is measured, of the sessions of those who have signed in. */
    private static final int PAGES_LEFT = 12;

    private static final String PAGE = "com.vaadin.flow.component.UI";
    private static final String VISIT = "dev.lockstep.account.limit.Visitors$Visit";

    /** What is kept for each visitor, socket, subscription, deployment; not the emulated Clerk's sessions of a minute. */
    private static final List<String> REGISTRIES = List.of(
            PAGE,
            "com.vaadin.flow.server.VaadinSession",
            "dev.lockstep.account.signin.WebSessions$Open",
            VISIT,
            "dev.lockstep.convex.LiveClient",
            "okhttp3.internal.ws.RealWebSocket",
            "dev.lockstep.emulator.convex.socket.SocketLink",
            "dev.lockstep.emulator.convex.deployment.Deployment",
            "dev.lockstep.emulator.convex.script.worker.WorkerProcess",
            "org.apache.catalina.core.StandardContext");

    @Test
    void holdsNoMoreAfterLong() throws Exception {
        List<Footprint> taken = new ArrayList<>();
        var wholes = new Footprint[2];
        // Other tests of this process have an application that goes on.
        Footprint before = Footprint.take();
        try (var app = LockstepApp.start(
                        LockstepApp.fresh("long-stay"),
                        "lockstep.limits.first-pages=100000000",
                        "lockstep.limits.sign-ins=100000000",
                        "lockstep.limits.webhooks=100000000",
                        "lockstep.limits.api=100000000",
                        "lockstep.limits.saves=100000000",
                        "lockstep.limits.uploads=100000000",
                        "lockstep.limits.anonymous-idle=10s",
                        "lockstep.limits.sessions-per-person=2",
                        // So that pages that were left without a word are let go within the test.
                        "vaadin.heartbeatInterval=3",
                        "server.tomcat.background-processor-delay=1s");
                var load = new MixedLoad(app)) {
            int round = 0;
            for (int block = 0; block < BLOCKS; block++) {
                for (int i = 0; i < ROUNDS; i++) {
                    load.round(round++);
                }
                Footprint whole = settled(load, before);
                // One whole is there from the second block on, and one more from the last.
                if (block == WARM_UP - 1 || block == BLOCKS - 1) {
                    wholes[block == BLOCKS - 1 ? 1 : 0] = whole;
                }
                taken.add(whole.only(REGISTRIES));
                System.out.printf(
                        "stay: %d rounds, databases %,d KB, %s%n",
                        round, databases(app), taken.getLast().line(REGISTRIES));
            }
            System.out.println("stay: " + load.done());
        }
        List<Footprint> first = taken.subList(WARM_UP, WARM_UP + FEW);
        List<Footprint> last = taken.subList(BLOCKS - FEW, BLOCKS);
        String grown = wholes[1].growthSince(wholes[0], CLASSES);
        System.out.println("stay: grown since the first blocks:\n" + grown);

        flat("bytes of the heap", first, last, Footprint::heap, BYTES_BY_CHANCE, grown);
        flat("threads", first, last, Footprint::threads, THREADS_BY_CHANCE, grown);
        flat("descriptors", first, last, Footprint::descriptors, DESCRIPTORS_BY_CHANCE, grown);
        for (String type : REGISTRIES) {
            flat(type, first, last, held -> held.of(type), INSTANCES_BY_CHANCE, grown);
        }
    }

    /** The size of all files, in KB, which levels off once they hold 45 s of commits. */
    private static long databases(LockstepApp app) throws IOException {
        try (Stream<Path> files = Files.walk(app.home())) {
            return files.filter(file -> file.toString().endsWith(".mv.db"))
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1024;
        }
    }

    /** When the server has let go of what was left. */
    private static Footprint settled(MixedLoad load, Footprint before) {
        var latest = new Footprint[1];
        LockstepApp.await("pages and sessions that were left have ended", PATIENCE, () -> {
            try {
                load.touch();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            latest[0] = Footprint.take();
            return latest[0].of(PAGE) <= before.of(PAGE) + PAGES_LEFT && latest[0].of(VISIT) <= before.of(VISIT);
        });
        return latest[0];
    }

    /** The least of the last is no more than the most of the first and twice what those differ by. */
    private static void flat(
            String what,
            List<Footprint> first,
            List<Footprint> last,
            ToLongFunction<Footprint> figure,
            long chance,
            String grown) {
        long most = first.stream().mapToLong(figure).max().orElseThrow();
        long spread = most - first.stream().mapToLong(figure).min().orElseThrow();
        long least = last.stream().mapToLong(figure).min().orElseThrow();

        assertThat(least)
                .as(() -> what + " after the last rounds; after the first " + most + ", which differ by " + spread
                        + ". Grown since:\n" + grown)
                .isLessThanOrEqualTo(most + 2 * spread + chance);
    }
}

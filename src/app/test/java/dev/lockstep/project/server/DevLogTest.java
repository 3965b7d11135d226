package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.project.server.DevLog.Level;
import dev.lockstep.project.server.DevLog.Line;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DevLogTest {

    private final DevLog log = new DevLog(Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC));

    @Test
    void keepsTheNewestAndTheirNumbers() {
        for (int i = 1; i <= DevLog.KEPT + 5; i++) {
            log.add(Level.OUT, "line " + i);
        }

        var kept = new ArrayList<Line>();
        log.follow(kept::addAll, line -> {});
        assertThat(kept).hasSize(DevLog.KEPT);
        assertThat(kept.getFirst()).isEqualTo(new Line(6, Instant.parse("2026-01-01T12:00:00Z"), Level.OUT, "line 6"));
        assertThat(log.text())
                .startsWith("2026-01-01T12:00:00Z OUT line 6\n")
                .endsWith("line " + (DevLog.KEPT + 5) + "\n");
    }

    @Test
    void leavesNoGapBetweenWhatWasKeptAndWhatComes() throws Exception {
        int many = 5_000;
        var seen = new ConcurrentLinkedQueue<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = threads.submit(() -> {
                for (int i = 0; i < many; i++) {
                    log.add(Level.OUT, "line");
                }
            });
            log.follow(kept -> kept.forEach(line -> seen.add(line.number())), line -> seen.add(line.number()));
            writing.get();
        }
        assertThat(List.copyOf(seen))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, many).boxed().toList());
    }

    @Test
    void tellsNobodyWhoHasLeft() {
        var seen = new ArrayList<Line>();
        log.follow(kept -> {}, seen::add).run();
        log.add(Level.OUT, "unheard");
        assertThat(seen).isEmpty();
    }
}

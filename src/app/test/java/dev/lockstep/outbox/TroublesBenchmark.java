package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.outbox.trouble.Trouble;
import dev.lockstep.outbox.trouble.TroubleFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long an administrator waits for the list of a hundred thousand failures, on H2: prints the best of several, since the
 * machine does other things too. People take what comes within 200 ms for at once.
 */
@Tag("bench")
class TroublesBenchmark extends TroublesTest {

    @Test
    void listsAndCounts() {
        var some = TroubleFilter.ALL.to(Set.of("ALPHA")).of(Optional.of(Trouble.PARKED));
        measure(
                "troubles-first-page",
                () -> assertThat(troubles.page(TroubleFilter.ALL, 0, 50)).hasSize(50));
        measure(
                "troubles-last-page",
                () -> assertThat(troubles.page(TroubleFilter.ALL, MANY - 50, 50))
                        .hasSize(50));
        measure(
                "troubles-filtered-page",
                () -> assertThat(troubles.page(some, 8_000, 50)).hasSize(50));
        measure(
                "troubles-count",
                () -> assertThat(troubles.count(TroubleFilter.ALL)).isEqualTo(MANY));
        measure(
                "troubles-tallies",
                () -> assertThat(troubles.tallies(TroubleFilter.ALL)).isNotEmpty());
        measure("troubles-parked", () -> assertThat(troubles.parked()).isPositive());
    }

    private void measure(String name, Runnable work) {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            // The database remembers answers until something is written.
            jdbc.update("update outbox_entry set version = version + 1 where seq = 7");
            long start = System.nanoTime();
            work.run();
            took.add(System.nanoTime() - start);
        }
        double best = took.stream().min(Long::compare).orElseThrow() / 1e6;
        System.out.printf(Locale.ROOT, "bench %s %.0f ms%n", name, best);
    }
}

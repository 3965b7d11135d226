package dev.lockstep.outbox.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The outbox's own parts over a store in memory, through random lives: order, leases, crashes, refusals, people who put things
 * right, clocks that jump. {@code -Doutbox.lives=20000} lives longer.
 */
class OutboxSimulationTest {

    private static final int LIVES = Integer.getInteger("outbox.lives", 1000);
    /** The rarest rule shows well before. */
    private static final int ENOUGH = 200;

    @Test
    void keepsWhatItPromises() {
        long start = System.nanoTime();
        for (long seed = 1; seed <= LIVES; seed++) {
            assertThat(new Life(seed, Set.of()).live()).as("seed " + seed).isEmpty();
        }
        System.out.printf("outbox lives %d, %.0f a second%n", LIVES, LIVES * 1e9 / (System.nanoTime() - start));
    }

    /** Each rule is needed: without it some life goes wrong. */
    @Test
    void goesWrongWithoutAnyOfTheRules() {
        Map<Rule, String> found = new EnumMap<>(Rule.class);
        for (Rule rule : Rule.values()) {
            for (long seed = 1; seed <= ENOUGH && !found.containsKey(rule); seed++) {
                List<String> wrong = new Life(seed, EnumSet.of(rule)).live();
                if (!wrong.isEmpty()) {
                    found.put(rule, "seed " + seed + ": " + wrong.getFirst());
                }
            }
        }
        found.forEach((rule, what) -> System.out.println("without " + rule + " " + what));
        assertThat(found).containsOnlyKeys(Rule.values());
    }

    /** Lives do not hang together: a seed says all. */
    @Test
    void livesTheSameLifeAgain() {
        assertThat(new Life(7, EnumSet.of(Rule.OLDER_PARKED_BLOCKS)).live())
                .isEqualTo(new Life(7, EnumSet.of(Rule.OLDER_PARKED_BLOCKS)).live());
    }
}

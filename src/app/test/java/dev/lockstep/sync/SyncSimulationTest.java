package dev.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The engine's own parts over memory and a model of the functions: devices with clocks of their own, calls that are lost before
 * and after, doubled, overtaken, refused, crashes, deletions that are forgotten. Everything is drawn from a seed, and time is the
 * test's. {@code -Dsync.lives=20000} lives longer, {@code -Dsync.first=2611} from there on; a seed that fails is lived again with fewer steps, and told with its story.
 */
class SyncSimulationTest {

    private static final int LIVES = Integer.getInteger("sync.lives", 1000);
    private static final int FIRST = Integer.getInteger("sync.first", 1);
    private static final int STEPS = 120;
    /** The rarest rule shows well before. */
    private static final int ENOUGH = 200;

    @Test
    void devicesAgreeAndNothingIsLostInSilence() {
        long start = System.nanoTime();
        Map<SyncLife.Fault, Integer> faults = new EnumMap<>(SyncLife.Fault.class);
        for (long seed = FIRST; seed < FIRST + LIVES; seed++) {
            List<String> wrong = new SyncLife(seed, STEPS, Set.of(), faults).live();
            if (!wrong.isEmpty()) {
                throw new AssertionError("seed " + seed + ": " + shortest(seed));
            }
        }
        System.out.printf(
                "sync lives %d, %.0f a second, faults %s%n", LIVES, LIVES * 1e9 / (System.nanoTime() - start), faults);
        assertThat(faults).as("each has happened").containsOnlyKeys(SyncLife.Fault.values());
    }

    /** The same seed with as few steps as still go wrong. */
    private static String shortest(long seed) {
        for (int steps = 1; steps < STEPS; steps++) {
            List<String> wrong = new SyncLife(seed, steps, Set.of(), new EnumMap<>(SyncLife.Fault.class)).live();
            if (!wrong.isEmpty()) {
                return steps + " steps: " + wrong.getFirst();
            }
        }
        return new SyncLife(seed, STEPS, Set.of(), new EnumMap<>(SyncLife.Fault.class))
                .live()
                .getFirst();
    }

    /** Each rule is needed: without it some life goes wrong. */
    @Test
    void goesWrongWithoutAnyOfTheRules() {
        Map<SyncRule, String> found = new EnumMap<>(SyncRule.class);
        for (SyncRule rule : SyncRule.values()) {
            for (long seed = 1; seed <= ENOUGH && !found.containsKey(rule); seed++) {
                List<String> wrong =
                        new SyncLife(seed, STEPS, EnumSet.of(rule), new EnumMap<>(SyncLife.Fault.class)).live();
                if (!wrong.isEmpty()) {
                    found.put(
                            rule,
                            "seed " + seed + ": "
                                    + wrong.getFirst().lines().findFirst().orElse(""));
                }
            }
        }
        found.forEach((rule, what) -> System.out.println("without " + rule + " " + what));
        assertThat(found).containsOnlyKeys(SyncRule.values());
    }

    /** A seed says all. */
    @Test
    void livesTheSameLifeAgain() {
        Set<SyncRule> without = EnumSet.of(SyncRule.ORDER_PER_RECORD);
        assertThat(new SyncLife(7, STEPS, without, new EnumMap<>(SyncLife.Fault.class)).live())
                .isEqualTo(new SyncLife(7, STEPS, without, new EnumMap<>(SyncLife.Fault.class)).live());
    }
}

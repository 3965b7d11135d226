package dev.lockstep.convex.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lives of the client against a deployment that is stricter than a real one, over wires that break: no mutation's
 * effect is lost or repeated, results come from one snapshot and never go back, and all converge at the end.
 */
@Tag("property")
class SimulationTest {

    /** More lives for a night: {@code -Dconvex.lives=3000}. */
    private static final long LIVES = Long.getLong("convex.lives", 300);

    private static final long LIVES_TO_FAIL_IN = 100;

    @Test
    void keepsItsPromisesWhateverTheWireDoes() {
        for (long seed = 0; seed < LIVES; seed++) {
            long life = seed;
            assertThatCode(() -> Simulation.run(life, new MachinePlayer()))
                    .as("seed %s", life)
                    .doesNotThrowAnyException();
        }
    }

    /** A rule that could go without any life noticing would be a rule that nothing here tests. */
    @ParameterizedTest
    @EnumSource
    void noticesEachRuleThatIsMissing(Rule rule) {
        assertThat(LongStream.range(0, LIVES_TO_FAIL_IN).mapToObj(seed -> breach(seed, rule)))
                .anyMatch(breach -> breach.contains(rule.noticedAs()));
    }

    /** What ended a life; empty for one that went well. */
    private static String breach(long seed, Rule missing) {
        try {
            Simulation.run(seed, new MachinePlayer(missing));
            return "";
        } catch (AssertionError breach) {
            return String.valueOf(breach.getMessage());
        }
    }
}

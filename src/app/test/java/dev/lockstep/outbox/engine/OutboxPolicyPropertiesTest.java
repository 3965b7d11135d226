package dev.lockstep.outbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Backoff;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;

@Tag("property")
class OutboxPolicyPropertiesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final OutboxPolicy policy = new OutboxPolicy(new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5)), 3);

    @Property
    void noRunOfTransientAndAuthAnswersEverParks(@ForAll List<Boolean> auth, @ForAll long seed) {
        int refusals = 0;
        int attempts = 0;
        for (boolean isAuth : auth) {
            attempts++;
            var problem = problem(isAuth ? Problem.Kind.AUTH : Problem.Kind.TRANSIENT);
            var verdict = policy.afterProblem(attempts, refusals, problem, NOON, new Random(seed));
            refusals = verdict.refusals();

            assertThat(verdict.state()).isEqualTo(ChangeState.WAITING);
            assertThat(verdict.nextAttemptAt()).isBetween(NOON, NOON.plus(Duration.ofMinutes(5)));
        }

        assertThat(refusals).isZero();
    }

    @Property
    void parksExactlyAtTheLimitOfPermanentAnswers(@ForAll @IntRange(min = 0, max = 5) int before, @ForAll long seed) {
        var verdict = policy.afterProblem(before + 1, before, problem(Problem.Kind.PERMANENT), NOON, new Random(seed));

        assertThat(verdict.refusals()).isEqualTo(before + 1);
        assertThat(verdict.state()).isEqualTo(before + 1 >= 3 ? ChangeState.PARKED : ChangeState.WAITING);
    }

    @Property
    void neverComesBackBeforeItWasAskedTo(@ForAll @IntRange(min = 0, max = 3600) int seconds, @ForAll long seed) {
        var asked = new Asked(Duration.ofSeconds(seconds));

        var verdict = policy.afterProblem(1, 0, asked, NOON, new Random(seed));

        assertThat(verdict.nextAttemptAt()).isAfterOrEqualTo(NOON.plusSeconds(seconds));
    }

    private static Problem problem(Problem.Kind kind) {
        return new Problem(new ProblemCode("Tried"), kind, "It did not work.", "Try again.");
    }

    private static final class Asked extends Problem {
        Asked(Duration wait) {
            super(new ProblemCode("Busy"), Kind.TRANSIENT, "Busy.", "Wait.", List.of(), wait, null);
        }
    }
}

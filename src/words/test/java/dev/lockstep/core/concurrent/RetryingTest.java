package dev.lockstep.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryingTest {

    private final Retrying retrying = new Retrying(3, ConcurrentModificationException.class::isInstance);
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void returnsWhatTheFirstTryReturns() {
        assertThat(retrying.run(tries::incrementAndGet)).isEqualTo(1);
        assertThat(tries).hasValue(1);
    }

    @Test
    void startsAgainAfterALostRace() {
        assertThat(retrying.run(() -> lose(2))).isEqualTo(3);
    }

    @Test
    void tellsOfTheLastRaceThatItLost() {
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(() -> retrying.run(() -> lose(3)))
                .withMessage("try 3");
        assertThat(tries).hasValue(3);
    }

    @Test
    void passesOnAtOnceWhatIsNoLostRace() {
        assertThatIllegalStateException()
                .isThrownBy(() -> retrying.run(() -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("broken");
                }));
        assertThat(tries).hasValue(1);
    }

    @Test
    void runsAtLeastOnce() {
        assertThat(new Retrying(1, e -> true).run(() -> lose(0))).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retrying(0, e -> true))
                .withMessage("Work runs at least once, not 0 times");
    }

    /** @return the number of this try, once so many have lost */
    private int lose(int races) {
        int attempt = tries.incrementAndGet();
        if (attempt <= races) {
            throw new ConcurrentModificationException("try " + attempt);
        }
        return attempt;
    }
}

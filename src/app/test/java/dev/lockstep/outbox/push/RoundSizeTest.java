package dev.lockstep.outbox.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundSizeTest {

    private static int afterMany(RoundSize size, Duration round) {
        return Stream.iterate(size, one -> one.after(round))
                .skip(20)
                .findFirst()
                .orElseThrow()
                .changes();
    }

    @Test
    void growsWhileRoundsAreQuickAndShrinksWhenTheyAreSlow() {
        assertThat(RoundSize.FIRST.after(Duration.ofMillis(50)).changes()).isEqualTo(200);
        assertThat(RoundSize.FIRST.after(Duration.ofSeconds(2)).changes()).isEqualTo(100);
        assertThat(RoundSize.FIRST.after(Duration.ofSeconds(9)).changes()).isEqualTo(50);
    }

    @Test
    void staysWithinItsBounds() {
        assertThat(afterMany(RoundSize.FIRST, Duration.ofMillis(1))).isEqualTo(500);
        assertThat(afterMany(RoundSize.FIRST, Duration.ofMinutes(1))).isEqualTo(25);
    }
}

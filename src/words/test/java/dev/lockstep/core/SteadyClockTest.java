package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private final ManualClock under = ManualClock.standing();
    private final SteadyClock clock = new SteadyClock(under);

    @Test
    void standsWhileTheClockIsSetBackAndThenGoesOn() {
        Instant noon = clock.instant();

        under.advance(Duration.ofDays(-1));
        assertThat(clock.instant()).isEqualTo(noon);

        under.advance(Duration.ofSeconds(5));
        assertThat(clock.instant()).isEqualTo(noon.plusSeconds(5));
    }

    @Test
    void goesForwardWithTheClock() {
        Instant noon = clock.instant();

        under.advance(Duration.ofDays(40));

        assertThat(clock.instant()).isEqualTo(noon.plus(Duration.ofDays(40)));
    }
}

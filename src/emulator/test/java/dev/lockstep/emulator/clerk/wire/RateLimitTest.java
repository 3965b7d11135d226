package dev.lockstep.emulator.clerk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.emulator.clerk.people.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Instant now = NOON;
    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final RateLimit limit = new RateLimit(2, Duration.ofSeconds(10), clock);

    @Test
    void refusesTheThirdAndSaysHowLongToWait() {
        limit.take("ada");
        now = NOON.plusSeconds(4);
        limit.take("ada");

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> limit.take("ada"));

        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(6));
    }

    @Test
    void countsEveryKeyForItself() {
        limit.take("ada");
        limit.take("ada");

        limit.take("grace");
    }

    @Test
    void startsAfreshWhenTheWindowEnds() {
        limit.take("ada");
        limit.take("ada");
        now = NOON.plusSeconds(10);

        limit.take("ada");
    }

    @Test
    void startsAfreshWhenTheClockWasSetBack() {
        limit.take("ada");
        limit.take("ada");
        now = NOON.minusSeconds(86_400);
        catchThrowableOfType(Refusal.class, () -> limit.take("ada"));
        now = now.plusSeconds(10);

        limit.take("ada");
    }
}

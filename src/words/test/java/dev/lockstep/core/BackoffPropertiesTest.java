package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;

@Tag("property")
class BackoffPropertiesTest {

    @Property
    void neverWaitsLongerThanItsBound(
            @ForAll @IntRange(min = 1, max = 100_000) int failures,
            @ForAll @IntRange(min = 1, max = 10_000) int firstMillis,
            @ForAll @IntRange(min = 0, max = 600_000) int moreMillis,
            @ForAll long seed) {
        var backoff = new Backoff(Duration.ofMillis(firstMillis), Duration.ofMillis(firstMillis + (long) moreMillis));

        Duration wait = backoff.wait(failures, new Random(seed));

        double bound = Math.min(backoff.cap().toMillis(), firstMillis * Math.pow(2, failures - 1.0));
        assertThat(wait.toMillis()).isBetween(0L, (long) bound);
    }
}

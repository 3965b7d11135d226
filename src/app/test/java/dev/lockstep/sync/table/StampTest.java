package dev.lockstep.sync.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StampTest {

    private static final String DEVICE = "a1b2c3d4";
    private static final long YEAR_2300 = 10_413_792_000_000L;

    @Property(tries = 300)
    void comesAfterWhatWasSeenWhateverTheClockSays(
            @ForAll @LongRange(max = YEAR_2300) long seen, @ForAll @LongRange(max = YEAR_2300) long now) {
        Stamp before = Stamp.NONE.next(Instant.ofEpochMilli(seen), "ffffffff");

        Stamp after = before.next(Instant.ofEpochMilli(now), DEVICE);

        assertThat(after).isGreaterThan(before);
        assertThat(after.text()).endsWith(DEVICE);
        assertThat(Stamp.NONE.next(Instant.ofEpochMilli(now), DEVICE)).isLessThanOrEqualTo(after);
    }

    @Test
    void countsWithinAMillisecondAndGoesOnWhenTheCounterIsFull() {
        Instant now = Instant.parse("2026-11-30T12:00:00Z");
        Stamp first = Stamp.NONE.next(now, DEVICE);

        assertThat(first.next(now, DEVICE).text().substring(13, 17)).isEqualTo("0001");
        var full = new Stamp(first.text().substring(0, 13) + "ffff-" + DEVICE);
        assertThat(full.next(now, DEVICE)).isGreaterThan(full);
    }

    @Test
    void refusesWhatIsNoStamp() {
        assertThatThrownBy(() -> new Stamp("yesterday"))
                .hasMessageContaining("12-4-8")
                .hasMessageContaining("yesterday");
    }
}

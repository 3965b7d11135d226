package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7Test {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private final UuidV7 ids = new UuidV7(NOON, new Random(1));

    @Test
    void saysVersionVariantAndTime() {
        UUID id = ids.get();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.millis());
    }

    @Test
    void sortsInTheOrderOfMakingWithinOneMillisecondAndBeyondItsCounter() {
        var made = new ArrayList<UUID>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.get());
        }

        assertThat(made).isSortedAccordingTo(Comparator.comparing(UUID::toString));
        assertThat(made).doesNotHaveDuplicates();
    }
}

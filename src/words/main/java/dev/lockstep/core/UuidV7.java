package dev.lockstep.core;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits. Ids of one
 * instance sort in the order in which they were made, also when the clock steps back. Thread-safe.
 */
public final class UuidV7 implements Supplier<UUID> {

    private static final int COUNTER_MAX = 0xFFF;

    private final Clock clock;
    private final RandomGenerator random;
    private long lastMillis;
    private int counter;

    public UuidV7(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized UUID get() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (counter == COUNTER_MAX) {
            // Borrow from the next millisecond rather than repeat or wait.
            lastMillis++;
            counter = 0;
        } else {
            counter++;
        }
        long high = (lastMillis << 16) | 0x7000L | counter;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}

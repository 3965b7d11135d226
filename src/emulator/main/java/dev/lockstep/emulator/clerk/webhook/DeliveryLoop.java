package dev.lockstep.emulator.clerk.webhook;

import dev.lockstep.core.concurrent.PollingLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the {@link Deliveries} in the background: when the next one is due, and at once when nudged. Between two of them
 * only the clock is read, not the store.
 */
final class DeliveryLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    /** How late a retry may be. */
    private static final Duration TICK = Duration.ofMillis(100);

    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Deliveries deliveries;
    private final Clock clock;
    private final PollingLoop loop = new PollingLoop("emulator-clerk-webhooks", TICK, this::runDue);
    private volatile boolean nudged;
    private volatile boolean closed;
    private Instant next = Instant.MIN;

    DeliveryLoop(Deliveries deliveries, Clock clock) {
        this.deliveries = deliveries;
        this.clock = clock;
    }

    void start() {
        loop.start();
    }

    /** Asks for a run now; cheap, from any thread. */
    void nudge() {
        nudged = true;
        loop.nudge();
    }

    private void runDue() {
        if (nudged || !clock.instant().isBefore(next)) {
            nudged = false;
            next = run();
        }
    }

    private Instant run() {
        try {
            return deliveries.runOnce().orElse(Instant.MAX);
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("Webhooks could not be sent; the next try is in {} s", RECOVERY.toSeconds(), e);
            }
            return clock.instant().plus(RECOVERY);
        }
    }

    @Override
    public void close() {
        closed = true;
        deliveries.close();
        loop.stop(FAREWELL);
    }
}

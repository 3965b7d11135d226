package dev.lockstep.emulator.clerk.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the {@link Deliveries} in the background: when the next one is due, and at once when nudged. One thread, which
 * is never interrupted, for H2 closes its file under a thread that is.
 */
final class DeliveryLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    /** How late a retry may be. Only the clock is read that often, not the store. */
    private static final Duration TICK = Duration.ofMillis(100);

    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Deliveries deliveries;
    private final Clock clock;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;
    private volatile boolean running = true;

    DeliveryLoop(Deliveries deliveries, Clock clock) {
        this.deliveries = deliveries;
        this.clock = clock;
        this.thread =
                Thread.ofPlatform().name("emulator-clerk-webhooks").daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** Asks for a run now; cheap, from any thread. */
    void nudge() {
        nudges.release();
    }

    private void loop() {
        Instant next = Instant.MIN;
        while (running) {
            if (nudged() || !clock.instant().isBefore(next)) {
                next = run();
            }
        }
    }

    private Instant run() {
        try {
            return deliveries.runOnce().orElse(Instant.MAX);
        } catch (RuntimeException e) {
            if (running) {
                LOG.error("Webhooks could not be sent; the next try is in {} s", RECOVERY.toSeconds(), e);
            }
            return clock.instant().plus(RECOVERY);
        }
    }

    private boolean nudged() {
        try {
            boolean nudged = nudges.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
            nudges.drainPermits();
            return nudged;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Bug: nobody interrupts this thread", e);
        }
    }

    @Override
    public void close() {
        running = false;
        deliveries.close();
        nudge();
        try {
            thread.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

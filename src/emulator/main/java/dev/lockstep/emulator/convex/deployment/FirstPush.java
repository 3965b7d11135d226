package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets calls wait for code that is known to be on its way, instead of failing. Thread-safe. */
final class FirstPush {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private volatile CountDownLatch awaited = new CountDownLatch(0);

    void expect() {
        awaited = new CountDownLatch(1);
    }

    void happened() {
        awaited.countDown();
    }

    /** @throws Refusal 503 when nothing was pushed in time */
    void await() {
        try {
            if (!awaited.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw Refusal.unavailable(
                        "NotPushedYet",
                        "No code was pushed to this deployment within " + PATIENCE.toSeconds() + " s of its start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("NotPushedYet", "Waiting for the first push was interrupted");
        }
    }
}

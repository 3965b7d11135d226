package dev.lockstep.outbox.push;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the {@link Pusher} in the background: once a second, and at once when nudged. One thread per node.
 *
 * <p>The next attempt is a stored time that this loop polls; it never depends on a later write to wake it.
 */
@Component
public class PushLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PushLoop.class);
    private static final long POLL_MILLIS = 1000;

    private final Pusher pusher;
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean running;
    private volatile Thread thread;

    @SuppressWarnings("NullAway") // the thread exists from start() on
    PushLoop(Pusher pusher) {
        this.pusher = pusher;
    }

    /** Asks for a run now; cheap, from any thread. */
    public void nudge() {
        nudges.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("push-loop").daemon().start(this::loop);
    }

    private void loop() {
        while (running) {
            try {
                pusher.runOnce();
            } catch (RuntimeException e) {
                // The database may be away for a moment; the loop must outlive that.
                LOG.error("The push loop could not run; it tries again in a second", e);
            }
            pause();
        }
    }

    private void pause() {
        try {
            if (nudges.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                nudges.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        nudge();
        try {
            // A delivery in flight may finish; its lease covers it if it does not.
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

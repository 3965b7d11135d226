package dev.lockstep.core.concurrent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round in the background, one round at a time on one thread of its own: at a pace, and at once when nudged. A nudge
 * during a round leads to another one after it, and many lead to one. What a round looks for is stored somewhere, so that
 * it never depends on a nudge.
 *
 * <p>The pace is measured by the time that goes by, whatever a clock says. A round that fails is logged, and the next one
 * comes as if it had not. The thread is a daemon that nobody interrupts, for H2 closes its file under one that is.
 * May be started again after it was stopped. Thread-safe.
 */
public final class PollingLoop {

    private static final Logger LOG = LoggerFactory.getLogger(PollingLoop.class);

    private final String name;
    private final Duration pace;
    private final Runnable round;
    private final Semaphore nudges = new Semaphore(0);

    /** The thread that may go on; another one ends after the round that it is at. */
    private volatile @Nullable Thread current;

    /** The last one that was started; guarded by this. */
    private @Nullable Thread last;

    /**
     * @param name of the thread
     * @param pace from the end of a round to the next one, when nobody nudges
     */
    public PollingLoop(String name, Duration pace, Runnable round) {
        this.name = name;
        this.pace = pace;
        this.round = round;
    }

    /** Begins with a round at once. Does nothing while it runs. */
    public synchronized void start() {
        if (current != null) {
            return;
        }
        Thread before = last;
        Thread thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            if (before == null || ended(before)) {
                loop();
            }
        });
        last = thread;
        current = thread;
        thread.start();
    }

    /** Asks for a round now; cheap, from any thread. */
    public void nudge() {
        nudges.release();
    }

    public boolean isRunning() {
        return current != null;
    }

    /**
     * Lets no further round begin, and waits for the one under way. Not to be called by the round itself.
     *
     * @param patience how long at most; a round that takes longer ends by itself, and before the first one after a start
     */
    public void stop(Duration patience) {
        Thread ending;
        synchronized (this) {
            ending = current;
            current = null;
        }
        if (ending == null) {
            return;
        }
        nudge();
        try {
            ending.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean mayGoOn() {
        return current == Thread.currentThread();
    }

    private void loop() {
        boolean undisturbed = true;
        while (undisturbed && mayGoOn()) {
            go();
            undisturbed = pause();
        }
    }

    private void go() {
        try {
            round.run();
        } catch (RuntimeException | Error e) {
            // The database may be away for a moment, or memory short: the loop must outlive that.
            LOG.error("A round of {} failed; the next one is in {} ms", name, pace.toMillis(), e);
        }
    }

    /** @return false when somebody interrupted this thread, which ends it */
    private boolean pause() {
        try {
            nudges.tryAcquire(pace.toNanos(), TimeUnit.NANOSECONDS);
            nudges.drainPermits();
            return true;
        } catch (InterruptedException e) {
            return ends(e);
        }
    }

    /** Waits for the thread of an earlier start, which may still be at its last round. */
    private boolean ended(Thread before) {
        try {
            before.join();
            return true;
        } catch (InterruptedException e) {
            return ends(e);
        }
    }

    private synchronized boolean ends(InterruptedException why) {
        LOG.warn("{} was interrupted and ends", name, why);
        if (mayGoOn()) {
            current = null;
        }
        return false;
    }
}

package dev.lockstep.work;

import dev.lockstep.core.concurrent.PollingLoop;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** A {@link PollingLoop} that lives as long as the application: one thread per node. */
public abstract class BackgroundLoop implements SmartLifecycle {

    /** A round under way may finish; what it has taken is leased, or locked, in case it does not. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final PollingLoop loop;

    /** The parameters are those of {@link PollingLoop#PollingLoop}. */
    protected BackgroundLoop(String thread, Duration pace, Runnable round) {
        this.loop = new PollingLoop(thread, pace, round);
    }

    /** Asks for a round now; cheap, from any thread. */
    public void nudge() {
        loop.nudge();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop(FAREWELL);
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}

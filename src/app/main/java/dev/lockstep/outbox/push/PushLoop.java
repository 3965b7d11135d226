package dev.lockstep.outbox.push;

import dev.lockstep.work.BackgroundLoop;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Runs the {@link Pusher} in the background: once a second, and at once when nudged. One thread per node.
 *
 * <p>The next attempt is a stored time that this loop polls; it never depends on a later write to wake it.
 */
@Component
public class PushLoop extends BackgroundLoop {

    PushLoop(Pusher pusher) {
        super("push-loop", Duration.ofSeconds(1), pusher::runOnce);
    }
}

package dev.lockstep.outbox.push;

import dev.lockstep.work.BackgroundLoop;
import org.springframework.stereotype.Component;

/**
 * Runs the {@link Pusher} in the background: after each {@link PushPace#pause}, and at once when nudged. One thread per node.
 *
 * <p>The next attempt is a stored time that this loop polls; it never depends on a later write to wake it.
 */
@Component
public class PushLoop extends BackgroundLoop {

    PushLoop(Pusher pusher, PushPace pace) {
        super("push-loop", pace.pause(), pusher::runOnce);
    }
}

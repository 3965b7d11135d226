package dev.lockstep.account.webhook;

import dev.lockstep.work.BackgroundLoop;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Runs the {@link WebhookProcessor} in the background: at once when a message has come, and once a second for what a nudge
 * missed and what waits for its next time.
 */
@Component
class WebhookLoop extends BackgroundLoop {

    WebhookLoop(WebhookProcessor processor) {
        super("webhooks", Duration.ofSeconds(1), processor::runOnce);
    }
}

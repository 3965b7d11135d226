package dev.lockstep.account.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Counts webhooks. {@code lockstep.webhook.received} by what was answered; {@code lockstep.webhook.lag}, from when Clerk
 * sent a message to when it was applied; {@code lockstep.webhook.unsettled}, stored and not applied, over all nodes.
 */
@Component
class WebhookMeters {

    private final MeterRegistry registry;

    WebhookMeters(MeterRegistry registry, WebhookMessages messages) {
        this.registry = registry;
        Gauge.builder(
                        "lockstep.webhook.unsettled",
                        messages,
                        all -> all.countByStateIn(EnumSet.of(MessageState.WAITING, MessageState.PARKED)))
                .register(registry);
    }

    void received(WebhookIntake.Receipt receipt) {
        registry.counter("lockstep.webhook.received", "answer", receipt.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** @param sent in whole seconds, as Clerk tells it */
    void applied(Instant sent, Instant now) {
        Duration lag = Duration.between(sent, now);
        registry.timer("lockstep.webhook.lag").record(lag.isNegative() ? Duration.ZERO : lag);
    }
}

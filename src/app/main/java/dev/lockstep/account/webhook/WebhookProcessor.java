package dev.lockstep.account.webhook;

import dev.lockstep.account.profile.ClerkNews;
import dev.lockstep.clerk.webhook.ClerkEvent;
import dev.lockstep.core.Backoff;
import dev.lockstep.core.LimitedLog;
import dev.lockstep.outbox.Deliveries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies stored messages, many in one transaction; when one of them fails, each in one of its own, so that it holds up
 * no other. Several nodes share the work by row locks.
 */
@Component
class WebhookProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookProcessor.class);
    private static final int BATCH = 100;
    private static final int MOST_ATTEMPTS = 8;
    private static final int MOST_LINES_A_MINUTE = 10;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** The clocks of nodes differ by less. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final int LONGEST_ERROR = 1000;

    private final WebhookMessages messages;
    private final ClerkNews news;
    private final Deliveries deliveries;
    private final Clock clock;
    private final RandomGenerator random;
    private final TransactionTemplate transaction;
    private final LimitedLog senseless;
    private final Onlookers onlookers;
    private final WebhookMeters meters;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), LONGEST_WAIT);

    WebhookProcessor(
            WebhookMessages messages,
            ClerkNews news,
            Deliveries deliveries,
            Onlookers onlookers,
            WebhookMeters meters,
            Clock clock,
            RandomGenerator random,
            PlatformTransactionManager transactions) {
        this.onlookers = onlookers;
        this.meters = meters;
        this.messages = messages;
        this.news = news;
        this.deliveries = deliveries;
        this.clock = clock;
        this.random = random;
        this.transaction = new TransactionTemplate(transactions);
        this.senseless = new LimitedLog(LOG, clock, MOST_LINES_A_MINUTE);
    }

    /** What waits for longer than anything does was put off by a clock that has been set back since. */
    @Scheduled(fixedDelay = 10_000)
    void bringBack() {
        Instant now = clock.instant();
        messages.bringBack(now, now.plus(LONGEST_WAIT).plus(SKEW));
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 60_000)
    void forget() {
        transaction.executeWithoutResult(
                status -> messages.deleteAppliedBefore(clock.instant().minus(KEPT)));
    }

    /** Applies what is due, until nothing is. */
    void runOnce() {
        List<String> due = messages.due(clock.instant(), Limit.of(BATCH));
        while (!due.isEmpty()) {
            apply(due);
            deliveries.nudge();
            onlookers.tell();
            List<String> next = messages.due(clock.instant(), Limit.of(BATCH));
            if (next.equals(due)) {
                // Another node has them all in its hands.
                return;
            }
            due = next;
        }
    }

    private void apply(List<String> ids) {
        try {
            transaction.executeWithoutResult(status -> messages.take(ids).forEach(this::apply));
        } catch (RuntimeException e) {
            LOG.debug("A batch of webhooks is applied one by one", e);
            ids.forEach(this::applyAlone);
        }
    }

    private void applyAlone(String id) {
        try {
            transaction.executeWithoutResult(
                    status -> messages.take(List.of(id)).forEach(this::apply));
        } catch (RuntimeException e) {
            if (e instanceof IllegalArgumentException) {
                // It is signed and makes no sense, which its message says; the trace would tell of this place only.
                senseless.warn("A webhook could not be applied id={}: {}", id, e.getMessage());
            } else {
                LOG.warn("A webhook could not be applied id={}", id, e);
            }
            transaction.executeWithoutResult(
                    status -> messages.take(List.of(id)).forEach(message -> failed(message, e)));
        }
    }

    private void apply(WebhookMessage message) {
        ClerkNews.Effect effect = news.apply(ClerkEvent.parse(message.payload()));
        Instant now = clock.instant();
        message.applied(effect.name(), now);
        meters.applied(message.sentAt(), now);
    }

    private void failed(WebhookMessage message, RuntimeException e) {
        Instant now = clock.instant();
        int attempts = message.attempts() + 1;
        boolean given = attempts >= MOST_ATTEMPTS;
        String why = e.getClass().getSimpleName() + ": " + e.getMessage();
        message.failed(
                why.substring(0, Math.min(why.length(), LONGEST_ERROR)),
                given ? MessageState.PARKED : MessageState.WAITING,
                now.plus(backoff.wait(attempts, random)));
    }
}

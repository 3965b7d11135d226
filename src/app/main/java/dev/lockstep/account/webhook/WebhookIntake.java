package dev.lockstep.account.webhook;

import dev.lockstep.account.role.AccountProperties;
import dev.lockstep.clerk.webhook.ClerkEvent;
import dev.lockstep.clerk.webhook.WebhookSignature;
import dev.lockstep.core.LimitedLog;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes messages in: checks, stores, and leaves the rest to {@link WebhookProcessor}. One insert for each, so that the
 * sender has its answer at once.
 *
 * <p>Of refused messages the newest few are remembered, without their content, which anybody could have written.
 */
@Component
class WebhookIntake {

    private static final int MOST_LINES_A_MINUTE = 10;
    private static final int REMEMBERED = 50;
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_SUBJECT = 64;

    private final Optional<WebhookSignature> signature;
    private final WebhookLoop loop;
    private final Onlookers onlookers;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final LimitedLog log;
    private final Deque<Webhooks.Refused> refused = new ArrayDeque<>();

    WebhookIntake(AccountProperties properties, WebhookLoop loop, Onlookers onlookers, JdbcClient jdbc, Clock clock) {
        this.onlookers = onlookers;
        this.signature = properties.webhookSecrets().isEmpty()
                ? Optional.empty()
                : Optional.of(new WebhookSignature(properties.webhookSecrets()));
        this.loop = loop;
        this.jdbc = jdbc;
        this.clock = clock;
        this.log = new LimitedLog(LoggerFactory.getLogger(WebhookIntake.class), clock, MOST_LINES_A_MINUTE);
    }

    /** What is answered. */
    enum Receipt {
        STORED,
        /** It was stored before. */
        REPEATED,
        /** It is not Clerk's, or not now. */
        REFUSED,
        /** It is Clerk's and no event, which no repeat makes better. */
        UNREADABLE,
        /** No secret is configured. */
        CLOSED
    }

    boolean isOpen() {
        return signature.isPresent();
    }

    Receipt receive(@Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
        Instant now = clock.instant();
        if (signature.isEmpty()) {
            refuse(now, "CLOSED");
            return Receipt.CLOSED;
        }
        Optional<WebhookSignature.Refusal> refusal = signature.get().check(id, timestamp, signatures, body, now);
        if (refusal.isPresent() || id == null || timestamp == null || id.length() > LONGEST_ID) {
            refuse(now, refusal.map(Enum::name).orElse("ID_TOO_LONG"));
            return Receipt.REFUSED;
        }
        String payload = new String(body, StandardCharsets.UTF_8);
        ClerkEvent event;
        try {
            event = ClerkEvent.parse(payload);
        } catch (IllegalArgumentException e) {
            log.warn("A signed webhook is no event id={} why={}", id, e.getMessage());
            remember(now, "UNREADABLE");
            return Receipt.UNREADABLE;
        }
        boolean first = store(id, event, payload, Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        if (first) {
            loop.nudge();
        }
        return first ? Receipt.STORED : Receipt.REPEATED;
    }

    private boolean store(String id, ClerkEvent event, String payload, Instant sent, Instant now) {
        int stored = jdbc.sql("""
                        insert into webhook_message
                            (id, type, subject, payload, sent_at, received_at, state, attempts, next_attempt_at)
                        values (:id, :type, :subject, :payload, :sent, :now, 'WAITING', 0, :now)
                        on conflict do nothing
                        """)
                .param("id", id)
                .param("type", event.type().substring(0, Math.min(event.type().length(), 100)))
                .param(
                        "subject",
                        event.userId()
                                .filter(user -> user.length() <= LONGEST_SUBJECT)
                                .orElse(null))
                .param("payload", payload)
                .param("sent", Timestamp.from(sent))
                .param("now", Timestamp.from(now))
                .update();
        if (stored == 0) {
            // A row of its own, not a count in the message's: that may be locked for as long as a batch is applied.
            jdbc.sql("insert into webhook_repeat (message_id, received_at) values (:id, :now)")
                    .param("id", id)
                    .param("now", Timestamp.from(now))
                    .update();
        }
        return stored > 0;
    }

    private void refuse(Instant at, String why) {
        log.warn("A webhook was refused why={}", why);
        remember(at, why);
    }

    private void remember(Instant at, String why) {
        synchronized (refused) {
            refused.addFirst(new Webhooks.Refused(at, why));
            while (refused.size() > REMEMBERED) {
                refused.removeLast();
            }
        }
        onlookers.tell();
    }

    /** The newest first. */
    List<Webhooks.Refused> refused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }
}

package dev.lockstep.account.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** A message as it came. Written first by {@link WebhookIntake}, which needs an insert that a repeat cannot fail. */
@Entity
@Table(name = "webhook_message")
class WebhookMessage {

    @Id
    private String id;

    @Column(insertable = false, updatable = false)
    private long seq;

    private String type;

    private @Nullable String subject;

    private String payload;

    @Column(name = "sent_at")
    private Instant sentAt;

    @Column(name = "received_at")
    private Instant receivedAt;

    /** How often the same message came again. */
    @Formula("(select count(*) from webhook_repeat r where r.message_id = id)")
    private int repeats;

    @Enumerated(EnumType.STRING)
    private MessageState state;

    private @Nullable String outcome;

    private @Nullable String error;

    private int attempts;

    @Column(name = "next_attempt_at")
    private Instant nextAttemptAt;

    @Column(name = "settled_at")
    private @Nullable Instant settledAt;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected WebhookMessage() {}

    String id() {
        return id;
    }

    String payload() {
        return payload;
    }

    Instant sentAt() {
        return sentAt;
    }

    int attempts() {
        return attempts;
    }

    void applied(String effect, Instant now) {
        state = MessageState.APPLIED;
        outcome = effect;
        error = null;
        attempts++;
        settledAt = now;
    }

    void failed(String why, MessageState next, Instant again) {
        state = next;
        error = why;
        attempts++;
        nextAttemptAt = again;
    }

    Webhooks.Message message() {
        return new Webhooks.Message(
                id,
                type,
                Optional.ofNullable(subject),
                sentAt,
                receivedAt,
                1 + repeats,
                state,
                Optional.ofNullable(outcome),
                Optional.ofNullable(error),
                attempts,
                nextAttemptAt);
    }
}

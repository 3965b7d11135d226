package dev.lockstep.account.webhook;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The door to what Clerk has sent: what came, what it led to, and applying it again. */
@Service
public class Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final WebhookMessages messages;
    private final WebhookIntake intake;
    private final WebhookLoop loop;
    private final Onlookers onlookers;
    private final Clock clock;

    Webhooks(WebhookMessages messages, WebhookIntake intake, WebhookLoop loop, Onlookers onlookers, Clock clock) {
        this.onlookers = onlookers;
        this.messages = messages;
        this.intake = intake;
        this.loop = loop;
        this.clock = clock;
    }

    /**
     * A message.
     *
     * @param id the header {@code svix-id}, the same however often it is delivered
     * @param deliveries how often it came
     * @param effect what it led to, see ClerkNews.Effect; empty until it is applied
     */
    public record Message(
            String id,
            String type,
            Optional<String> subject,
            Instant sentAt,
            Instant receivedAt,
            int deliveries,
            MessageState state,
            Optional<String> effect,
            Optional<String> error,
            int attempts,
            Instant nextAttemptAt) {}

    /** Somebody sent what was not believed. */
    public record Refused(Instant at, String why) {}

    /**
     * Which are shown.
     *
     * @param states of one of these
     * @param text the beginning of a type, {@code user.} for example, or a person's id; blank for all
     */
    public record Filter(Set<MessageState> states, String text) {

        public static final Filter ALL = new Filter(EnumSet.allOf(MessageState.class), "");
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<Message> newest(Filter filter, int page, int size) {
        return messages.newest(filter.states(), filter.text(), PageRequest.of(page, size)).stream()
                .map(WebhookMessage::message)
                .toList();
    }

    @Transactional(readOnly = true)
    public long count(Filter filter) {
        return messages.countNewest(filter.states(), filter.text());
    }

    /** When the last one came; empty when none ever did. */
    @Transactional(readOnly = true)
    public Optional<Instant> lastReceived() {
        return messages.lastReceived();
    }

    /** Since the start, the newest first, at most 50. */
    public List<Refused> refused() {
        return intake.refused();
    }

    /** Whether there is a secret to believe any by. */
    public boolean isOpen() {
        return intake.isOpen();
    }

    /** The content, indented, without what Clerk keeps from people's eyes. */
    @Transactional(readOnly = true)
    public Optional<String> payload(String id) {
        return messages.findById(id).map(message -> {
            JsonNode event = JSON.readTree(message.payload());
            hide(event.path("data"));
            hide(event.path("data").path("user"));
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(event);
        });
    }

    private static void hide(JsonNode data) {
        if (data instanceof ObjectNode object && object.has("private_metadata")) {
            object.put("private_metadata", "(not shown)");
        }
    }

    /** How many are stored and not applied, parked ones included. */
    @Transactional(readOnly = true)
    public long countOpen() {
        return messages.countByStateIn(EnumSet.of(MessageState.WAITING, MessageState.PARKED));
    }

    /**
     * Calls back whenever a message has come, was refused or was applied on this node, from any thread; the callback must
     * return fast.
     *
     * @return ends the watching
     */
    public Runnable watch(Runnable watcher) {
        return onlookers.add(watcher);
    }

    /**
     * Applies a message again, now.
     *
     * @return false when there is none of that id
     */
    public boolean replay(String id) {
        LOG.info("Webhook replayed id={}", id);
        boolean found = messages.again(id, clock.instant()) > 0;
        loop.nudge();
        return found;
    }
}

package dev.lockstep.emulator.clerk.webhook;

import dev.lockstep.emulator.clerk.webhook.Message.Course;
import dev.lockstep.emulator.clerk.webhook.Message.State;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is due, one message after the other. Called by one thread, the loop's. */
final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Messages messages;
    private final Post post;
    private final Clock clock;
    private volatile @Nullable URI address;
    private volatile boolean closed;

    Deliveries(Messages messages, Post post, Clock clock) {
        this.messages = messages;
        this.post = post;
        this.clock = clock;
    }

    /** Where messages go from now on; before the first call they wait. */
    void to(URI target) {
        address = target;
    }

    Optional<URI> address() {
        return Optional.ofNullable(address);
    }

    /**
     * Sends everything that is due.
     *
     * @return when there is more to do; empty when only somebody else can tell
     */
    Optional<Instant> runOnce() {
        URI target = address;
        if (target == null) {
            return Optional.empty();
        }
        Optional<Message> message = messages.due(now());
        while (message.isPresent() && !closed) {
            deliver(message.get(), target);
            message = messages.due(now());
        }
        return messages.nextDue();
    }

    private void deliver(Message message, URI target) {
        Post.Result result = attempt(message, target);
        if (message.course() == Course.TWICE) {
            result = attempt(message, target);
        }
        if (closed) {
            // Nobody knows whether it arrived. It is sent again after the next start: at least once, as promised.
            return;
        }
        settle(message, result);
        messages.release(message.number(), now());
    }

    private Post.Result attempt(Message message, URI target) {
        Instant at = now();
        Post.Result result = post.send(message, target, at);
        if (!closed) {
            messages.record(message, new Attempt(at, target, result.status(), result.error()));
        }
        return result;
    }

    private void settle(Message message, Post.Result result) {
        if (result.taken()) {
            messages.settle(message, State.SENT, null);
            return;
        }
        // An application may have no webhooks at all: what it does not take is worth no more than this line.
        LOG.debug(
                "A webhook was not taken: type={} id={} status={} error={}",
                message.type(),
                message.id(),
                result.status(),
                result.error());
        Optional<Duration> wait = result.last() ? Optional.empty() : Retries.waitAfter(message.tries() + 1);
        if (wait.isPresent()) {
            messages.settle(message, State.WAITING, now().plus(wait.get()));
        } else {
            messages.settle(message, result.last() ? State.ABORTED : State.FAILED, null);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        closed = true;
        post.close();
    }
}

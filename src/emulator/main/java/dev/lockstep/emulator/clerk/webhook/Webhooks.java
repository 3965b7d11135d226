package dev.lockstep.emulator.clerk.webhook;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.people.ClerkEvent;
import dev.lockstep.emulator.clerk.store.Announcer;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Instance;
import dev.lockstep.emulator.clerk.webhook.Message.Course;
import dev.lockstep.emulator.clerk.webhook.Message.State;
import dev.lockstep.emulator.fault.Fault;
import dev.lockstep.emulator.fault.FaultPlan;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells an application of every change, at least once and in no promised order, as Clerk does. Messages wait in the
 * store until {@link #deliverTo} has said where they go.
 *
 * <p>A fault whose expression is found in {@code WEBHOOK user.updated} makes trouble for one message: its delay, the
 * loss of it, a second copy, or that it comes after the one that follows.
 */
public final class Webhooks implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Envelopes envelopes;
    private final Messages messages;
    private final FaultPlan faults;
    private final Ids ids;
    private final Clock clock;
    private final Deliveries deliveries;
    private final DeliveryLoop loop;
    private final WebhookEndpoint endpoint;

    /** Where the messages come from, are kept and are signed with. */
    public record Source(Database database, Instance instance, Ids ids, Secret signingSecrets, Secret secretKey) {}

    private Webhooks(Source source, FaultPlan faults, JsonMapper json, Clock clock) {
        this.envelopes = new Envelopes(source.instance(), json, clock);
        this.messages = new Messages(source.database());
        this.faults = faults;
        this.ids = source.ids();
        this.clock = clock;
        this.deliveries = new Deliveries(messages, new Post(new Signing(source.signingSecrets()), PATIENCE), clock);
        this.loop = new DeliveryLoop(deliveries, clock);
        this.endpoint = new WebhookEndpoint(this, source.secretKey(), json);
    }

    /** Starts to listen and to send. */
    public static Webhooks start(Source source, Announcer announcer, FaultPlan faults, JsonMapper json, Clock clock) {
        var webhooks = new Webhooks(source, faults, json, clock);
        // What would have followed a message that was held back may never come after a restart.
        webhooks.messages.release(Long.MAX_VALUE, webhooks.now());
        announcer.keepWith(webhooks::keep);
        announcer.listen(event -> webhooks.loop.nudge());
        webhooks.loop.start();
        return webhooks;
    }

    /** Joins the transaction of the change, so that there is either both or neither. */
    private void keep(ClerkEvent event) {
        Envelopes.Envelope envelope = envelopes.of(event);
        Optional<Fault> fault = faults.take("WEBHOOK " + envelope.type());
        Instant now = now();
        messages.add(
                ids.make("msg"),
                envelope.type(),
                envelope.payload(),
                fault.map(Webhooks::state).orElse(State.WAITING),
                fault.map(Webhooks::course).orElse(Course.ONCE),
                fault.map(found -> now.plus(found.delay())).orElse(now),
                now);
    }

    private static State state(Fault fault) {
        if (fault.dropsConnection()) {
            return State.DROPPED;
        }
        return fault.passage() == Fault.Passage.HELD_BACK ? State.HELD : State.WAITING;
    }

    private static Course course(Fault fault) {
        return fault.passage() == Fault.Passage.TWICE ? Course.TWICE : Course.ONCE;
    }

    /** Sends what waits, and what is to come, to this address. */
    public void deliverTo(URI address) {
        deliveries.to(address);
        loop.nudge();
    }

    /** What tools look at and ask for, with the secret key alone. */
    public RouterFunction<ServerResponse> routes() {
        return endpoint.routes();
    }

    Messages messages() {
        return messages;
    }

    Optional<URI> address() {
        return deliveries.address();
    }

    /** @return whether there is a message of that id */
    boolean replay(String id) {
        boolean found = messages.replay(id, now());
        loop.nudge();
        return found;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Stops sending; what was not sent stays in the store. */
    @Override
    public void close() {
        loop.close();
    }
}

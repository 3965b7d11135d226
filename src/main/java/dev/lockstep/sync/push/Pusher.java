package dev.lockstep.sync.push;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.sync.outbox.Claim;
import dev.lockstep.sync.outbox.Claims;
import dev.lockstep.sync.outbox.Watchers;
import dev.lockstep.sync.table.Change;
import dev.lockstep.sync.table.ChangeId;
import dev.lockstep.sync.table.Destination;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Delivers changes: claim in a transaction, call outside of any, settle in another. At least once; in order per owner,
 * record and destination. Thread-safe.
 */
@Component
public class Pusher {

    /** Who is there when a destination says no to the content. */
    public enum Audience {
        /** The person waits at the form: a refused field goes back to it and the change is settled. */
        PERSON,
        /** Nobody: a refusal counts, and at the limit the change is parked for somebody to look at. */
        NOBODY
    }

    private static final Logger LOG = LoggerFactory.getLogger(Pusher.class);
    private static final ProblemCode UNEXPECTED = new ProblemCode("DeliveryFailed");
    private static final int BATCH = 100;
    /** What a destination may take at most; with less of the lease left, a change is not sent any more. */
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(10);

    private final Claims claims;
    private final Watchers watchers;
    private final Map<String, Destination> destinations;
    private final Gates gates;
    private final PushPace pace;
    private final Clock clock;

    Pusher(Claims claims, Watchers watchers, Gates gates, List<Destination> destinations, PushPace pace, Clock clock) {
        this.claims = claims;
        this.watchers = watchers;
        this.gates = gates;
        this.pace = pace;
        this.clock = clock;
        this.destinations =
                destinations.stream().collect(Collectors.toUnmodifiableMap(Destination::name, Function.identity()));
    }

    /** What people call this destination. */
    public String title(String destination) {
        return Optional.ofNullable(destinations.get(destination))
                .map(Destination::title)
                .orElse(destination);
    }

    /** Delivers one change now, on the caller's thread. */
    public Delivery push(ChangeId id, Audience audience) {
        return claims.take(id).map(claim -> push(claim, audience)).orElseGet(Delivery.Held::new);
    }

    private Delivery push(Claim claim, Audience audience) {
        try (var mdc = MDC.putCloseable("change", claim.change().id().toString())) {
            if (clock.instant().isAfter(claim.until().minus(LONGEST_DELIVERY))) {
                // It queued here for so long that somebody else might take it over in mid-delivery.
                claims.release(claim);
                return new Delivery.Held();
            }
            return send(claim, audience);
        } finally {
            watchers.moved(claim.change().owner());
        }
    }

    private Delivery send(Claim claim, Audience audience) {
        Change change = claim.change();
        Destination destination = destinations.get(change.destination());
        if (destination == null) {
            return notTaken(claim, unknown(change), audience);
        }
        Optional<Gates.Refusal> refusal = gates.enter(destination, change.owner());
        if (refusal.isPresent()) {
            claims.postpone(claim, refusal.get().problem(), refusal.get().pause());
            return new Delivery.NotTaken(refusal.get().problem());
        }
        String result;
        try {
            result = destination.deliver(change);
        } catch (Problem problem) {
            gates.notTaken(destination, problem);
            return notTaken(claim, problem, audience);
        } catch (RuntimeException e) {
            gates.unknown(destination);
            LOG.error("Delivery failed unexpectedly destination={} change={}", change.destination(), change.id(), e);
            return notTaken(claim, fault(destination), audience);
        } catch (Error e) {
            // Whoever got in must tell how it went, or a breaker that waits for its trials never closes.
            gates.unknown(destination);
            throw e;
        }
        gates.taken(destination);
        // Apart from the call: when only the bookkeeping fails, the change stays and is sent again under its id.
        if (!claims.delivered(claim, result, () -> destination.delivered(change, result))) {
            return new Delivery.Held();
        }
        LOG.info("Delivered destination={} change={} record={}", change.destination(), change.id(), change.record());
        return new Delivery.Taken();
    }

    private static Problem unknown(Change change) {
        return new Problem(
                new ProblemCode("UnknownDestination"),
                Problem.Kind.PERMANENT,
                "Nothing here delivers to " + change.destination() + ".",
                "Update Lockstep, then retry.");
    }

    private static Problem fault(Destination destination) {
        return new Problem(
                UNEXPECTED,
                Problem.Kind.TRANSIENT,
                destination.title() + " could not be reached because of a fault in Lockstep.",
                "Lockstep keeps trying; the log has the details.");
    }

    private Delivery notTaken(Claim claim, Problem problem, Audience audience) {
        Change change = claim.change();
        boolean contentRefused =
                problem.kind() == Problem.Kind.PERMANENT && !problem.fields().isEmpty();
        boolean stored = contentRefused && audience == Audience.PERSON
                ? claims.rejected(claim, problem)
                : claims.failed(claim, problem);
        if (!stored) {
            return new Delivery.Held();
        }
        LOG.warn(
                "Not delivered destination={} change={} code={} kind={}",
                change.destination(),
                change.id(),
                problem.code(),
                problem.kind());
        return new Delivery.NotTaken(problem);
    }

    /**
     * Delivers everything that is due, in rounds, until a round takes nothing.
     *
     * @return how many changes were dealt with: taken, not taken, or put off
     */
    public int runOnce() {
        int sent = 0;
        while (true) {
            List<Claim> due = claims.takeDue(BATCH);
            int round = due.isEmpty() ? 0 : pushAll(due);
            sent += round;
            if (round == 0) {
                return sent;
            }
        }
    }

    private int pushAll(List<Claim> due) {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(pace.workers(), due.size()),
                Thread.ofVirtual().name("push-", 0).factory())) {
            List<Callable<Delivery>> calls = new ArrayList<>();
            due.forEach(claim -> calls.add(() -> push(claim, Audience.NOBODY)));
            int sent = 0;
            for (Future<Delivery> call : threads.invokeAll(calls)) {
                if (!(call.get() instanceof Delivery.Held)) {
                    sent++;
                }
            }
            return sent;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Bug: a push must settle its own failures", e.getCause());
        }
    }
}

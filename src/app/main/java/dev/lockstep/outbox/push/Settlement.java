package dev.lockstep.outbox.push;

import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.store.Arrival;
import dev.lockstep.outbox.store.Claim;
import dev.lockstep.outbox.store.Claims;
import dev.lockstep.outbox.store.Watchers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** Stores what the {@link Courier} brought back and tells whoever is watching. Thread-safe. */
@Component
class Settlement {

    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Claims claims;
    private final Watchers watchers;
    private final DeliveryMeters meters;

    Settlement(Claims claims, Watchers watchers, DeliveryMeters meters) {
        this.claims = claims;
        this.watchers = watchers;
        this.meters = meters;
    }

    /** What is logged until it is closed, here and in the clients, names the change. */
    static MDC.MDCCloseable op(Claim claim) {
        return MDC.putCloseable("op", claim.change().id().toString());
    }

    Delivery settle(Answer answer, Pusher.Audience audience) {
        try {
            return switch (answer) {
                case Answer.Taken taken -> taken(taken);
                case Answer.NotTaken(Claim claim, Problem problem) -> notTaken(claim, problem, audience);
                case Answer.TurnedAway(Claim claim, Gates.Refusal refusal) -> turnedAway(claim, refusal);
                case Answer.TooLate(Claim claim) -> tooLate(claim);
            };
        } finally {
            watchers.moved(answer.claim().change().owner());
        }
    }

    /** Apart from the call: when only the bookkeeping fails, the change stays and is sent again under its id. */
    private Delivery taken(Answer.Taken taken) {
        Arrival arrival = arrival(taken);
        if (!claims.delivered(arrival)) {
            return new Delivery.Held();
        }
        report(arrival);
        return new Delivery.Taken();
    }

    private static Arrival arrival(Answer.Taken taken) {
        Change change = taken.claim().change();
        String result = taken.result();
        return new Arrival(taken.claim(), () -> taken.destination().delivered(change, result));
    }

    private void report(Arrival arrival) {
        Change change = arrival.claim().change();
        meters.arrived(arrival.claim());
        LOG.info("Delivered destination={} change={} record={}", change.destination(), change.id(), change.record());
    }

    /**
     * Settles what was taken, in one transaction but for what was sent before: of that, trouble may have to be written
     * down.
     *
     * @return how many of them could be settled; the others are sent again
     */
    int settleTaken(List<Answer.Taken> all) {
        Map<Boolean, List<Answer.Taken>> again = all.stream()
                .collect(Collectors.partitioningBy(taken -> taken.claim().number() > 1));
        long settled = again.get(true).stream().filter(this::settleAlone).count();
        return (int) settled + (again.get(false).isEmpty() ? 0 : settleTogether(again.get(false)));
    }

    private int settleTogether(List<Answer.Taken> all) {
        List<Arrival> arrivals = all.stream().map(Settlement::arrival).toList();
        try {
            List<Arrival> settled = claims.allDelivered(arrivals);
            for (Arrival arrival : settled) {
                try (var op = op(arrival.claim())) {
                    report(arrival);
                }
            }
            all.stream().map(taken -> taken.claim().change().owner()).distinct().forEach(watchers::moved);
            return settled.size();
        } catch (RuntimeException e) {
            // One of them must not keep the others back.
            return (int) all.stream().filter(this::settleAlone).count();
        }
    }

    private boolean settleAlone(Answer.Taken taken) {
        try (var op = op(taken.claim())) {
            return settle(taken, Pusher.Audience.NOBODY) instanceof Delivery.Taken;
        } catch (RuntimeException e) {
            Change change = taken.claim().change();
            LOG.error(
                    "Delivered but not stored, and sent again later destination={} change={}",
                    change.destination(),
                    change.id(),
                    e);
            return false;
        }
    }

    private Delivery notTaken(Claim claim, Problem problem, Pusher.Audience audience) {
        Change change = claim.change();
        boolean contentRefused =
                problem.kind() == Problem.Kind.PERMANENT && !problem.fields().isEmpty();
        boolean stored = contentRefused && audience == Pusher.Audience.PERSON
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

    private Delivery turnedAway(Claim claim, Gates.Refusal refusal) {
        claims.postpone(claim, refusal.problem(), refusal.pause());
        return new Delivery.NotTaken(refusal.problem());
    }

    private Delivery tooLate(Claim claim) {
        claims.release(claim);
        return new Delivery.Held();
    }
}

package dev.lockstep.sync.push;

import dev.lockstep.core.Problem;
import dev.lockstep.sync.outbox.Claim;
import dev.lockstep.sync.outbox.Claims;
import dev.lockstep.sync.outbox.Watchers;
import dev.lockstep.sync.table.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
        Change change = taken.claim().change();
        String result = taken.result();
        if (!claims.delivered(taken.claim(), result, () -> taken.destination().delivered(change, result))) {
            return new Delivery.Held();
        }
        meters.arrived(taken.claim());
        LOG.info("Delivered destination={} change={} record={}", change.destination(), change.id(), change.record());
        return new Delivery.Taken();
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

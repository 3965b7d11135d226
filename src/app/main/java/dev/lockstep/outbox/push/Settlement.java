package dev.lockstep.outbox.push;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.store.Claim;
import dev.lockstep.outbox.store.ClaimAnswer;
import dev.lockstep.outbox.store.Claims;
import dev.lockstep.outbox.store.Watchers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Claim claim = answer.claim();
        try {
            boolean timely = claims.settle(stored(answer, audience), () -> follow(List.of(answer)));
            return timely ? report(answer) : new Delivery.Held();
        } finally {
            watchers.moved(claim.change().owner());
        }
    }

    private static ClaimAnswer stored(Answer answer, Pusher.Audience audience) {
        return switch (answer) {
            case Answer.Taken(Claim claim, Destination destination, String result) -> ClaimAnswer.delivered(claim);
            case Answer.NotTaken(Claim claim, Problem problem) ->
                audience == Pusher.Audience.PERSON && isContentRefused(problem)
                        ? ClaimAnswer.rejected(claim, problem)
                        : ClaimAnswer.failed(claim, problem);
            case Answer.TurnedAway(Claim claim, Gates.Refusal refusal) ->
                ClaimAnswer.postponed(claim, refusal.problem(), refusal.pause());
            case Answer.TooLate(Claim claim) -> ClaimAnswer.released(claim);
        };
    }

    private static boolean isContentRefused(Problem problem) {
        return problem.kind() == Problem.Kind.PERMANENT && !problem.fields().isEmpty();
    }

    /** Apart from the call: when only the bookkeeping fails, the change stays and is sent again under its id. */
    private static void follow(List<Answer> answers) {
        var taken = new LinkedHashMap<Destination, Map<Change, String>>();
        for (Answer answer : answers) {
            if (answer instanceof Answer.Taken(Claim claim, Destination destination, String result)) {
                taken.computeIfAbsent(destination, any -> new LinkedHashMap<>()).put(claim.change(), result);
            }
        }
        taken.forEach(Destination::deliveredTogether);
    }

    private Delivery report(Answer answer) {
        Change change = answer.claim().change();
        return switch (answer) {
            case Answer.Taken taken -> {
                meters.arrived(taken.claim());
                LOG.info(
                        "Delivered destination={} change={} record={}",
                        change.destination(),
                        change.id(),
                        change.record());
                yield new Delivery.Taken();
            }
            case Answer.NotTaken(Claim claim, Problem problem) -> {
                LOG.warn(
                        "Not delivered destination={} change={} code={} kind={}",
                        change.destination(),
                        change.id(),
                        problem.code(),
                        problem.kind());
                yield new Delivery.NotTaken(problem);
            }
            case Answer.TurnedAway turned ->
                new Delivery.NotTaken(turned.refusal().problem());
            case Answer.TooLate late -> new Delivery.Held();
        };
    }

    /**
     * Settles what came back in one transaction, with nobody at the form.
     *
     * @return how many of them were dealt with: taken, not taken, or put off; the others are sent again
     */
    int settleAll(List<Answer> answers) {
        Map<ChangeId, Answer> byChange = new LinkedHashMap<>();
        answers.forEach(answer -> byChange.put(answer.claim().change().id(), answer));
        try {
            List<Answer> settled = new ArrayList<>();
            claims.settleAll(
                    answers.stream()
                            .map(answer -> stored(answer, Pusher.Audience.NOBODY))
                            .toList(),
                    timely -> {
                        settled.clear();
                        timely.forEach(answer ->
                                settled.add(byChange.get(answer.claim().change().id())));
                        follow(settled);
                    });
            long dealtWith = settled.stream().filter(this::isDealtWith).count();
            answers.stream()
                    .map(answer -> answer.claim().change().owner())
                    .distinct()
                    .forEach(watchers::moved);
            return (int) dealtWith;
        } catch (RuntimeException e) {
            // One of them must not keep the others back.
            return (int) answers.stream().filter(this::settleAlone).count();
        }
    }

    private boolean isDealtWith(Answer answer) {
        try (var op = op(answer.claim())) {
            return !(report(answer) instanceof Delivery.Held);
        }
    }

    private boolean settleAlone(Answer answer) {
        try (var op = op(answer.claim())) {
            return !(settle(answer, Pusher.Audience.NOBODY) instanceof Delivery.Held);
        } catch (RuntimeException e) {
            Change change = answer.claim().change();
            LOG.error(
                    "What came back was not stored, and it is sent again later destination={} change={}",
                    change.destination(),
                    change.id(),
                    e);
            return false;
        }
    }
}

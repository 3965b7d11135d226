package dev.lockstep.outbox.push;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.store.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Carries one change to its destination and brings the answer back; stores nothing. Thread-safe. */
@Component
class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final ProblemCode UNEXPECTED = new ProblemCode("DeliveryFailed");
    /** What a destination may take at most; with less of the lease left, a change is not sent any more. */
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(10);

    private final Directory directory;
    private final Gates gates;
    private final DeliveryMeters meters;
    private final Clock clock;

    Courier(Directory directory, Gates gates, DeliveryMeters meters, Clock clock) {
        this.directory = directory;
        this.gates = gates;
        this.meters = meters;
        this.clock = clock;
    }

    /** Called outside of any transaction. */
    Answer carry(Claim claim) {
        if (clock.instant().isAfter(claim.until().minus(LONGEST_DELIVERY))) {
            // It queued here for so long that somebody else might take it over in mid-delivery.
            return new Answer.TooLate(claim);
        }
        Change change = claim.change();
        return directory
                .find(change.destination())
                .map(destination -> enter(claim, destination))
                .orElseGet(() -> new Answer.NotTaken(claim, unknown(change)));
    }

    private Answer enter(Claim claim, Destination destination) {
        Optional<Gates.Refusal> refusal =
                gates.enter(destination, claim.change().owner());
        if (refusal.isPresent()) {
            meters.turnedAway(destination, refusal.get().problem());
            return new Answer.TurnedAway(claim, refusal.get());
        }
        return send(claim.sent(clock.instant()), destination);
    }

    private Answer send(Claim claim, Destination destination) {
        DeliveryMeters.Attempt attempt = meters.begin(destination);
        try {
            String result = destination.deliver(claim.change());
            gates.taken(destination);
            attempt.taken();
            return new Answer.Taken(claim, destination, result);
        } catch (Problem problem) {
            gates.notTaken(destination, problem);
            attempt.notTaken(problem);
            return new Answer.NotTaken(claim, problem);
        } catch (RuntimeException e) {
            gates.unknown(destination);
            attempt.failed();
            LOG.error(
                    "Delivery failed unexpectedly destination={} change={}",
                    destination.name(),
                    claim.change().id(),
                    e);
            return new Answer.NotTaken(claim, fault(destination));
        } catch (Error e) {
            // Whoever got in must tell how it went, or a breaker that waits for its trials never closes.
            gates.unknown(destination);
            throw e;
        }
    }

    private static Problem unknown(Change change) {
        return new Problem(
                new ProblemCode("UnknownDestination"),
                Problem.Kind.PERMANENT,
                "Nothing here delivers to " + change.destination() + ".",
                "Update Lockstep, then retry.",
                Problem.Words.with(change.destination()));
    }

    private static Problem fault(Destination destination) {
        return new Problem(
                UNEXPECTED,
                Problem.Kind.TRANSIENT,
                destination.title() + " could not be reached because of a fault in Lockstep.",
                "Lockstep keeps trying; the log has the details.",
                Problem.Words.with(destination.title()));
    }
}

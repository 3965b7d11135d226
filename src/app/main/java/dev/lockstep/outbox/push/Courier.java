package dev.lockstep.outbox.push;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.change.Response;
import dev.lockstep.outbox.store.Claim;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Carries changes to their destination and brings the answers back; stores nothing. Thread-safe. */
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
        return carry(List.of(claim)).getFirst();
    }

    /**
     * Carries several in one call.
     *
     * @param claims of one owner and destination, at least one
     * @return one for each, in no particular order
     */
    List<Answer> carry(List<Claim> claims) {
        // What queued here for so long that somebody else might take it over in mid-delivery is not sent.
        Instant latest = clock.instant().plus(LONGEST_DELIVERY);
        Map<Boolean, List<Claim>> late =
                claims.stream().collect(Collectors.partitioningBy(claim -> latest.isAfter(claim.until())));
        var answers = new ArrayList<Answer>(claims.size());
        late.get(true).forEach(claim -> answers.add(new Answer.TooLate(claim)));
        List<Claim> timely = late.get(false);
        if (!timely.isEmpty()) {
            Change first = timely.getFirst().change();
            answers.addAll(directory
                    .find(first.destination())
                    .map(destination -> enter(timely, destination))
                    .orElseGet(() -> notTaken(timely, unknown(first))));
        }
        return answers;
    }

    private List<Answer> enter(List<Claim> claims, Destination destination) {
        Optional<Gates.Refusal> refusal =
                gates.enter(destination, claims.getFirst().change().owner());
        if (refusal.isPresent()) {
            meters.turnedAway(destination, refusal.get().problem());
            return claims.stream()
                    .<Answer>map(claim -> new Answer.TurnedAway(claim, refusal.get()))
                    .toList();
        }
        Instant now = clock.instant();
        return send(claims.stream().map(claim -> claim.sent(now)).toList(), destination);
    }

    private List<Answer> send(List<Claim> claims, Destination destination) {
        DeliveryMeters.Attempt attempt = meters.begin(destination);
        try {
            List<Response> responses = call(claims, destination);
            gates.taken(destination);
            attempt.taken();
            return IntStream.range(0, claims.size())
                    .mapToObj(i -> answer(claims.get(i), destination, responses.get(i)))
                    .toList();
        } catch (Problem problem) {
            gates.notTaken(destination, problem);
            attempt.notTaken(problem);
            return notTaken(claims, problem);
        } catch (RuntimeException e) {
            gates.unknown(destination);
            attempt.failed();
            LOG.error(
                    "Delivery failed unexpectedly destination={} change={} changes={}",
                    destination.name(),
                    claims.getFirst().change().id(),
                    claims.size(),
                    e);
            return notTaken(claims, fault(destination));
        } catch (Error e) {
            // Whoever got in must tell how it went, or a breaker that waits for its trials never closes.
            gates.unknown(destination);
            throw e;
        }
    }

    private static List<Response> call(List<Claim> claims, Destination destination) {
        if (claims.size() == 1 && destination.atOnce() == 1) {
            return List.of(
                    new Response.Taken(destination.deliver(claims.getFirst().change())));
        }
        List<Response> responses =
                destination.deliverTogether(claims.stream().map(Claim::change).toList());
        if (responses.size() != claims.size()) {
            throw new IllegalStateException("Bug: " + destination.name() + " said something to " + responses.size()
                    + " changes of " + claims.size());
        }
        return responses;
    }

    private static Answer answer(Claim claim, Destination destination, Response response) {
        return switch (response) {
            case Response.Taken(String result) -> new Answer.Taken(claim, destination, result);
            case Response.NotTaken(Problem problem) -> new Answer.NotTaken(claim, problem);
        };
    }

    private static List<Answer> notTaken(List<Claim> claims, Problem problem) {
        return claims.stream()
                .<Answer>map(claim -> new Answer.NotTaken(claim, problem))
                .toList();
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

package dev.lockstep.emulator.convex.live;

import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.script.LogLine;
import java.util.List;
import java.util.Optional;

/**
 * What a query gave at some snapshot.
 *
 * @param journal to be sent along when the same subscription is made again
 * @param requestId names the run in errors
 */
public record Answer(Outcome outcome, Optional<String> journal, String requestId) {

    /** Whether it tells a client nothing that the other has not told: same value or error, same log. */
    public boolean says(Answer other) {
        return this == other || (lines().equals(other.lines()) && sameOutcome(other.outcome));
    }

    /** What was logged, as clients see it. */
    public List<String> lines() {
        return outcome.lines().stream().map(LogLine::toString).toList();
    }

    private boolean sameOutcome(Outcome other) {
        return switch (outcome) {
            case Outcome.Success success ->
                other instanceof Outcome.Success also && success.value().equals(also.value());
            case Outcome.Failure failure ->
                other instanceof Outcome.Failure also
                        && failure.message().equals(also.message())
                        && failure.data().equals(also.data());
        };
    }
}

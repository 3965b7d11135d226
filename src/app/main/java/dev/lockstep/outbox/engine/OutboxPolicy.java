package dev.lockstep.outbox.engine;

import dev.lockstep.core.Backoff;
import dev.lockstep.core.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides what becomes of a change that was not taken. Pure: time and chance come from outside.
 *
 * <table>
 *   <tr><th>answer</th><th>counts to the limit</th><th>next try</th></tr>
 *   <tr><td>transient</td><td>no</td><td>full jitter up to 5 minutes, never before Retry-After</td></tr>
 *   <tr><td>auth</td><td>no</td><td>the same; a sign-in wakes it</td></tr>
 *   <tr><td>permanent</td><td>yes</td><td>full jitter, or parked at the limit</td></tr>
 * </table>
 *
 * @param backoff waits after transient answers
 * @param refusalLimit how many permanent answers park a change, at least 1
 */
public record OutboxPolicy(Backoff backoff, int refusalLimit) {

    /** What to store. */
    public record Verdict(ChangeState state, int refusals, Instant nextAttemptAt) {}

    public OutboxPolicy {
        if (refusalLimit < 1) {
            throw new IllegalArgumentException("The refusal limit is at least 1, not " + refusalLimit);
        }
    }

    /**
     * @param attempts how often it has been sent, this time included, at least 1
     * @param refusals how many permanent answers it had before this one
     */
    public Verdict afterProblem(int attempts, int refusals, Problem problem, Instant now, RandomGenerator random) {
        int counted = problem.kind() == Problem.Kind.PERMANENT ? refusals + 1 : refusals;
        if (counted >= refusalLimit && problem.kind() == Problem.Kind.PERMANENT) {
            return new Verdict(ChangeState.PARKED, counted, now);
        }
        Duration asked = problem.retryAfter().orElse(Duration.ZERO);
        Duration drawn = backoff.wait(attempts, random);
        return new Verdict(ChangeState.WAITING, counted, now.plus(asked.plus(drawn)));
    }
}

package dev.lockstep.convex;

import dev.lockstep.convex.http.Answer;
import dev.lockstep.core.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether a failed try may be followed by another within the same call, and after how long. Pure.
 *
 * <pre>
 *  what came back                     QUERY   MUTATION, ANY   ACTION
 *  not reached                        yes     yes             yes
 *  429                                yes     yes             yes
 *  503 with a deployment's code       yes     yes             yes      refused before the function ran, or undone
 *  write conflict, told as an error   yes     yes             no       only a transaction is undone as a whole
 *  another 5xx, 408, connection lost  yes     no              no       it may have run
 *  anything else                      no      no              no
 * </pre>
 *
 * @param budget no try begins later than this after the first
 */
record RetryPolicy(Backoff backoff, Duration budget) {

    /** How the service words a write conflict that its own repeats could not resolve. */
    private static final String WRITE_CONFLICT = "changed while this mutation was being run";

    /** Few tries soon after one another: whoever waits is a person, and an outbox tries again later. */
    static RetryPolicy within(Duration callTimeout) {
        Duration budget = Duration.ofSeconds(3);
        return new RetryPolicy(
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)),
                callTimeout.compareTo(budget) < 0 ? callTimeout : budget);
    }

    /**
     * @param failures how many tries have failed, the one that gave this answer included
     * @param elapsed since the first try began
     */
    Optional<Duration> next(FunctionKind kind, Answer answer, int failures, Duration elapsed, RandomGenerator random) {
        if (!repeatable(kind, answer)) {
            return Optional.empty();
        }
        Duration wait = backoff.wait(failures, random);
        if (answer instanceof Answer.Refused refused
                && refused.retryAfter() != null
                && refused.retryAfter().compareTo(wait) > 0) {
            wait = refused.retryAfter();
        }
        return elapsed.plus(wait).compareTo(budget) < 0 ? Optional.of(wait) : Optional.empty();
    }

    private static boolean repeatable(FunctionKind kind, Answer answer) {
        boolean harmless = kind == FunctionKind.QUERY;
        return switch (answer) {
            case Answer.Returned returned -> false;
            case Answer.Threw threw -> kind != FunctionKind.ACTION && isWriteConflict(threw);
            case Answer.Refused refused -> {
                boolean beforeItRan = refused.status() == 429 || (refused.status() == 503 && refused.code() != null);
                yield beforeItRan || (harmless && (refused.status() >= 500 || refused.status() == 408));
            }
            case Answer.Unreached unreached -> true;
            case Answer.Lost lost -> harmless;
            case Answer.Unreadable unreadable -> false;
        };
    }

    static boolean isWriteConflict(Answer.Threw threw) {
        return threw.message().contains(WRITE_CONFLICT);
    }
}

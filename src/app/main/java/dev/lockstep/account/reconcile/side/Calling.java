package dev.lockstep.account.reconcile.side;

import dev.lockstep.core.Backoff;
import dev.lockstep.core.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The calls of one step of a run to one service: paced, tried again while the trouble may pass, counted. For one thread.
 */
public final class Calling {

    /** Together with the waits this is some four minutes of trouble. */
    private static final int MOST_TRIES = 8;

    private static final int TRIES_OF_THE_REFUSED = 3;

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final CallPace pace;
    private final RandomGenerator random;
    private final CountDownLatch closing;
    private long made;

    /** @param closing counts down when the application ends, which ends all waits */
    public Calling(CallPace pace, RandomGenerator random, CountDownLatch closing) {
        this.pace = pace;
        this.random = random;
        this.closing = closing;
    }

    /** The application ends, or the thread is interrupted: the run goes on at the next start. */
    public static final class Closing extends RuntimeException {

        private Closing() {
            super("the application ends");
        }
    }

    public long made() {
        return made;
    }

    /** @throws Problem what stayed, or what no repeat makes better */
    public <T> T ask(Supplier<T> call) {
        for (int failures = 1; ; failures++) {
            rest(pace.turn(System.nanoTime()));
            made++;
            try {
                return call.get();
            } catch (Problem problem) {
                if (failures >= tries(problem.kind())) {
                    throw problem;
                }
                rest(problem.retryAfter().orElse(BACKOFF.wait(failures, random)));
            }
        }
    }

    /** All of them only read, so a function that ran too long on a busy deployment gets another try too. */
    private static int tries(Problem.Kind kind) {
        return switch (kind) {
            case TRANSIENT -> MOST_TRIES;
            case PERMANENT -> TRIES_OF_THE_REFUSED;
            case AUTH -> 1;
        };
    }

    private void rest(Duration time) {
        try {
            if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Closing();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Closing();
        }
    }
}

package dev.lockstep.clerk;

import com.clerk.backend_api.models.errors.ClerkError;
import dev.lockstep.core.Backoff;
import dev.lockstep.core.Problem;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls of the SDK within a budget of time and turns what they throw into problems. What may pass is tried again
 * after a short wait, as often as the budget allows; a 429 is tried once more when Clerk asks for two seconds or less.
 * All calls of ours may be repeated: they set a state rather than add to one.
 */
final class Calls {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1));
    private static final Duration LONGEST_ASKED_WAIT = Duration.ofSeconds(2);
    private static final Duration SHORTEST_TRY = Duration.ofMillis(100);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private final BoundedHttp http;
    private final RandomGenerator random;

    Calls(BoundedHttp http, RandomGenerator random) {
        this.http = http;
        this.random = random;
    }

    /** @throws ClerkProblem when the call did not succeed within the budget */
    <T> T run(Duration budget, Supplier<T> call) {
        Deadline deadline = Deadline.in(budget);
        http.endBy(deadline);
        try {
            return repeated(deadline, call);
        } finally {
            http.endWhenever();
        }
    }

    private <T> T repeated(Deadline deadline, Supplier<T> call) {
        boolean askedToWait = false;
        @Nullable ClerkProblem earlier = null;
        for (int failures = 1; ; failures++) {
            ClerkProblem problem;
            try {
                return call.get();
            } catch (RuntimeException e) {
                problem = problem(e);
            }
            if (problem.code().equals(ClerkProblem.SLOW) && earlier != null) {
                // The last try had what was left of the budget: what Clerk said before tells more.
                throw earlier;
            }
            if (problem.kind() != Problem.Kind.TRANSIENT || problem.code().equals(ClerkProblem.STOPPED)) {
                throw problem;
            }
            boolean busy = problem.code().equals(ClerkProblem.BUSY);
            Duration wait = busy ? problem.retryAfter().orElse(Duration.ofSeconds(1)) : BACKOFF.wait(failures, random);
            boolean hopeless = busy && (askedToWait || wait.compareTo(LONGEST_ASKED_WAIT) > 0);
            if (hopeless || wait.plus(SHORTEST_TRY).compareTo(deadline.left()) >= 0) {
                throw problem;
            }
            askedToWait = busy || askedToWait;
            earlier = problem;
            pause(wait);
        }
    }

    private static void pause(Duration wait) {
        try {
            // Nobody counts down: this waits for the interrupt that ends the call, or for the time.
            new CountDownLatch(1).await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    private static ClerkProblem stopped() {
        return ClerkProblem.passing(ClerkProblem.STOPPED, "The call to Clerk was stopped.");
    }

    /** Clerk spoke, but not as Clerk speaks: a proxy's page, half a body, a field that is missing. */
    static ClerkProblem unreadable() {
        return ClerkProblem.passing(ClerkProblem.UNREADABLE, "Clerk's answer could not be read.");
    }

    private static ClerkProblem problem(RuntimeException failure) {
        return switch (failure) {
            case ClerkProblem problem -> problem;
            case ClerkError error -> answered(error);
            case UncheckedIOException io -> broken(io);
            default -> unreadable();
        };
    }

    private static ClerkProblem broken(UncheckedIOException failure) {
        return switch (failure.getCause()) {
            case InterruptedIOException stopped -> stopped();
            case HttpTimeoutException slow -> ClerkProblem.passing(ClerkProblem.SLOW, "Clerk did not answer in time.");
            case BoundedHttp.Lost lost -> ClerkProblem.passing(ClerkProblem.UNREACHABLE, "Clerk could not be reached.");
            default -> unreadable();
        };
    }

    private static ClerkProblem answered(ClerkError error) {
        int status = error.code();
        ErrorBody body = ErrorBody.parse(error.bodyAsString().orElse(null));
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return ClerkProblem.keyRefused();
        }
        if (status == TOO_MANY) {
            return ClerkProblem.passing(ClerkProblem.BUSY, "Clerk is busy: its rate limit is reached.", wait(error));
        }
        if (status == TIMEOUT || status >= SERVER) {
            return ClerkProblem.failing(status, wait(error));
        }
        if (status < 400) {
            return unreadable();
        }
        if (status == NOT_FOUND && body.has("resource_not_found")) {
            return ClerkProblem.notFound();
        }
        return body.sentence()
                .map(said -> ClerkProblem.refused(said, body.fields()))
                .orElseGet(() -> ClerkProblem.refused(status, body.fields()));
    }

    private static @Nullable Duration wait(ClerkError error) {
        Optional<String> header = error.headers().first("Retry-After");
        try {
            return header.map(seconds -> Duration.ofSeconds(Math.max(0, Long.parseLong(seconds.strip()))))
                    .orElse(null);
        } catch (NumberFormatException | DateTimeException e) {
            // A date instead of seconds: we then wait as long as we would without the header.
            return null;
        }
    }
}

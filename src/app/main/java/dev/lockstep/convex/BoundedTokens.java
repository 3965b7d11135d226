package dev.lockstep.convex;

import dev.lockstep.core.Problem;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a token source, and waits for it no longer than a call may last. */
final class BoundedTokens {

    private BoundedTokens() {}

    /**
     * @throws ConvexProblem of kind AUTH when the source fails, TRANSIENT when it is slow
     * @throws Problem when the source throws one
     */
    static ConvexToken ask(TokenSource source, Duration atMost, Diagnosis diagnosis) {
        var question = new FutureTask<>(source::token);
        Thread.ofVirtual().name("convex-token").start(question);
        try {
            return question.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            question.cancel(true);
            throw diagnosis.tokenTooSlow(atMost);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw diagnosis.noToken(e.getCause());
        } catch (InterruptedException e) {
            question.cancel(true);
            Thread.currentThread().interrupt();
            throw diagnosis.noToken(e);
        }
    }
}

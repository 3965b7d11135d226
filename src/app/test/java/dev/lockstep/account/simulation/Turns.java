package dev.lockstep.account.simulation;

import dev.lockstep.outbox.engine.Event;
import dev.lockstep.outbox.store.ClaimAnswer;
import dev.lockstep.outbox.store.Claims;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;

/**
 * Lets the engine's worker and the thread that stores its answers take turns: the next change is sent when the answer to
 * the one before is stored. Else the machine's load would decide what comes first, and a seed would not tell one story.
 * For one worker. Thread-safe.
 */
final class Turns {

    private static final Set<String> STORES = Set.of("settle", "settleAll");
    private static final long PATIENCE_SECONDS = 30;

    private final Semaphore turn = new Semaphore(1);
    private volatile boolean dead;

    /** Before each round of the engine. */
    void begin() {
        dead = false;
        turn.drainPermits();
        turn.release();
    }

    /** On the worker's thread, before it sends. */
    void await() {
        try {
            if (!dead && !turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The answer before this one was never stored");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The answer is stored. When many could not be stored together this is told of each, and is still one turn. */
    private void done() {
        turn.drainPermits();
        turn.release();
    }

    /** Nobody stores answers any more in this round. */
    void die() {
        dead = true;
        turn.release();
    }

    Claims watching(Claims real) {
        var proxy = new ProxyFactory(real);
        proxy.setProxyTargetClass(true);
        proxy.addAdvice((MethodInterceptor) call -> {
            try {
                return call.proceed();
            } finally {
                if (STORES.contains(call.getMethod().getName()) && wasSent(call.getArguments()[0])) {
                    done();
                }
            }
        });
        return (Claims) proxy.getProxy();
    }

    /** Whether one of these answers is of a change that waited for its turn. */
    private static boolean wasSent(Object answers) {
        Stream<?> all = answers instanceof List<?> many ? many.stream() : Stream.of(answers);
        return all.map(ClaimAnswer.class::cast)
                .map(ClaimAnswer::event)
                .anyMatch(event -> event instanceof Event.Delivered || event instanceof Event.NotTaken);
    }
}

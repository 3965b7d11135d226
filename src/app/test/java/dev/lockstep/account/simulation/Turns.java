package dev.lockstep.account.simulation;

import dev.lockstep.outbox.store.Claims;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;

/**
 * Lets the engine's worker and the thread that stores its answers take turns: the next change is sent when the answer to
 * the one before is stored. Else the machine's load would decide what comes first, and a seed would not tell one story.
 * For one worker. Thread-safe.
 */
final class Turns {

    private static final Set<String> STORES = Set.of("delivered", "allDelivered");
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

    /** The answer is stored, or there is none to store. */
    void done() {
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
                if (STORES.contains(call.getMethod().getName())) {
                    done();
                }
            }
        });
        return (Claims) proxy.getProxy();
    }
}

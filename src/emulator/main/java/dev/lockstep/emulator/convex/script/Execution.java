package dev.lockstep.emulator.convex.script;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script: its log lines, the answers it waits for and how it ended. Answers arrive from any thread; all
 * else belongs to the script's thread.
 */
final class Execution {

    /** An answer that came: {@code 0} and JSON, or {@code 1} and a described error. */
    record Settled(int id, String envelope) {}

    /** The code waits for something that nothing will ever bring. */
    static final class Stuck extends Exception {
        Stuck() {
            super("The function never finished: it waits for a promise that no timer, fetch or call will settle");
        }
    }

    static final class TimedOut extends Exception {}

    private static final Duration MOMENT = Duration.ofMillis(50);

    private final ScriptHost host;
    private final List<LogLine> lines;
    private final CallTime time;
    private final BlockingQueue<Settled> settled = new LinkedBlockingQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private int lastId;
    private @Nullable String result;
    private @Nullable RuntimeException fault;

    Execution(ScriptHost host, List<LogLine> lines, CallTime time) {
        this.host = host;
        this.lines = lines;
        this.time = time;
    }

    /** Asks the host; the time it takes is not the code's. */
    <T> T asking(Function<ScriptHost, T> question) {
        time.pause();
        try {
            return question.apply(host);
        } finally {
            time.resume();
        }
    }

    ScriptHost host() {
        return host;
    }

    List<LogLine> lines() {
        return lines;
    }

    /** Announces an answer that will come; its id. */
    int expect() {
        open.incrementAndGet();
        return ++lastId;
    }

    void settle(int id, String envelope) {
        for (; ; ) {
            try {
                settled.add(new Settled(id, envelope));
                return;
            } catch (OutOfMemoryError e) {
                // Another call has filled the heap and is about to be ended for it. This answer comes only once.
                LockSupport.parkNanos(MOMENT.toNanos());
            }
        }
    }

    /** The host failed by its own fault. */
    void fail(RuntimeException failure) {
        if (fault == null) {
            fault = failure;
        }
    }

    /** @throws RuntimeException the fault of the host, if it had one */
    void check() {
        if (fault != null) {
            throw fault;
        }
    }

    void finish(String envelope) {
        result = envelope;
    }

    boolean isFinished() {
        return result != null;
    }

    String result() {
        if (result == null) {
            throw new IllegalStateException("Bug: asked for the result of a run that goes on");
        }
        return result;
    }

    Settled await() throws Stuck, TimedOut {
        if (open.get() == 0) {
            throw new Stuck();
        }
        try {
            Settled next = settled.poll(time.left().toNanos(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new TimedOut();
            }
            open.decrementAndGet();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimedOut();
        }
    }
}

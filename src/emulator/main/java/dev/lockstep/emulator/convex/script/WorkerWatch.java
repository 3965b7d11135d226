package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.script.worker.WorkerProcess.Ending;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks twenty times a second at the workers in use: ends those whose call has computed too long, or that hold too much
 * memory, array buffers included, which V8's own limit does not count. Thread-safe.
 */
final class WorkerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerWatch.class);

    private static final long LOOK_MILLIS = 50;

    /** More than a function and what a process keeps can need. */
    private static final long MAX_BYTES = 768L << 20;

    /** A process that holds so much after a call is not worth keeping. */
    private static final long LARGE_BYTES = 400L << 20;

    private final Map<Worker, Watched> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("convex-timer").factory());

    private static final class Watched {
        /** Of the call that computes; null where nobody limits that. */
        private volatile @Nullable CallTime time;

        private volatile long processor = -1;

        Watched(@Nullable CallTime time) {
            this.time = time;
        }
    }

    WorkerWatch() {
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @param time null for calls that may compute as they like */
    void begin(Worker worker, @Nullable CallTime time) {
        watched.computeIfAbsent(worker, each -> new Watched(time));
    }

    void end(Worker worker) {
        watched.remove(worker);
    }

    /** Does something that has a time of its own, and does not count for the call. */
    <T> T during(Worker worker, CallTime own, Supplier<T> work) {
        Watched watching = watched.get(worker);
        if (watching == null) {
            return work.get();
        }
        CallTime before = watching.time;
        watching.time = own;
        watching.processor = -1;
        try {
            return work.get();
        } finally {
            watching.time = before;
            watching.processor = -1;
        }
    }

    /** Does this now and then. */
    void every(long seconds, Runnable task) {
        timer.scheduleWithFixedDelay(task, seconds, seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void look() {
        watched.forEach((worker, watching) -> {
            try {
                look(worker, watching);
            } catch (RuntimeException e) {
                LOG.warn("A process that runs functions could not be looked at", e);
            }
        });
    }

    private void look(Worker worker, Watched watching) {
        CallTime time = watching.time;
        if (time != null) {
            // Since the last look: what was computed before the first is not known to be this call's.
            long now = worker.process().processorNanos();
            long before = watching.processor;
            watching.processor = now;
            if (before >= 0) {
                time.compute(Math.max(0, now - before));
            }
            if (time.isOver()) {
                worker.process().end(Ending.TIME);
                return;
            }
        }
        long bytes = worker.process().residentBytes();
        if (bytes > MAX_BYTES) {
            worker.process().end(Ending.MEMORY);
        } else if (bytes > LARGE_BYTES) {
            worker.retire();
        }
    }
}

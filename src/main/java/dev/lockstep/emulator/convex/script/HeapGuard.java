package dev.lockstep.emulator.convex.script;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the call that fills the heap before it takes the process with it: functions share the memory of everything else
 * here. Looks a hundred times a second; when most of the heap is in use, and a collection does not help, the call whose
 * thread has allocated the most since it began is ended, provided that this is enough to be the cause; when hardly
 * anything is left, all such calls are. Thread-safe.
 */
final class HeapGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);

    private static final long LOOK_MILLIS = 10;

    /** Share of the heap in use from which a collection is worth its time. */
    private static final double HIGH = 0.70;

    /** Share still in use after it that is too much. */
    private static final double FULL = 0.60;

    /** Share still in use after it at which there is no time to end one after the other. */
    private static final double BURSTING = 0.85;

    /** Share of the heap a call must have asked for, kept or not, to be suspected. */
    private static final double SUSPECT = 0.25;

    /** Between collections that helped, or that found nobody to blame. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong started = new AtomicLong();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("convex-heap").factory());
    private long collectNot = System.nanoTime();

    private record Running(long number, long thread, long allocatedBefore, Runnable end) {

        long allocated() {
            return THREADS.getThreadAllocatedBytes(thread) - allocatedBefore;
        }
    }

    HeapGuard() {
        looker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * A call on this thread begins.
     *
     * @param end ends it by force; must not wait
     * @return to be called when it has ended
     */
    Runnable watch(Runnable end) {
        long thread = Thread.currentThread().threadId();
        var call = new Running(started.incrementAndGet(), thread, THREADS.getThreadAllocatedBytes(thread), end);
        running.add(call);
        return () -> running.remove(call);
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }

    private void look() {
        try {
            if (!running.isEmpty() && used() > HIGH && System.nanoTime() - collectNot >= 0) {
                System.gc();
                if (used() < FULL || !endLargest(used() < BURSTING ? 1 : Integer.MAX_VALUE)) {
                    collectNot = System.nanoTime() + PAUSE_NANOS;
                }
            }
        } catch (OutOfMemoryError e) {
            // Whoever is to blame is still running, and so must this be: the next look is due.
        }
    }

    private boolean endLargest(int atMost) {
        long suspect = (long) (Runtime.getRuntime().maxMemory() * SUSPECT);
        List<Running> suspects = running.stream()
                .filter(call -> call.allocated() >= suspect)
                .sorted(Comparator.comparingLong(Running::allocated).reversed())
                .limit(atMost)
                .map(this::innermost)
                .toList();
        suspects.forEach(call -> {
            running.remove(call);
            call.end.run();
        });
        if (!suspects.isEmpty()) {
            LOG.warn("Functions ended because they filled the memory: {}", suspects.size());
        }
        return !suspects.isEmpty();
    }

    /** A call inside another runs on the same thread, and it is the inner one that allocates now. */
    private Running innermost(Running outer) {
        return running.stream()
                .filter(call -> call.thread == outer.thread)
                .max(Comparator.comparingLong(Running::number))
                .orElse(outer);
    }

    private static double used() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / (double) runtime.maxMemory();
    }
}

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
import java.util.function.LongSupplier;
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

    /**
     * Share in use at which a collection does not wait for the pause after the last one: the code that was not full then
     * may take what is left in a tenth of a second, and the thread that gets the error may be one that serves everybody.
     */
    private static final double URGENT = 0.80;

    /** Share of the heap a call must have asked for, kept or not, to be suspected. */
    private static final double SUSPECT = 0.25;

    /** Between collections that helped. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The memory that calls share. */
    interface Heap {

        /** Bytes. */
        long size();

        /** Share in use, garbage included, between 0 and 1. */
        double used();

        /** Frees what nobody uses; returns when that is done. */
        void collect();

        /** Bytes that a thread has ever asked for. */
        long allocated(long thread);
    }

    private final Heap memory;
    private final LongSupplier nanoTime;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong started = new AtomicLong();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("convex-heap").factory());
    private long pauseUntil;

    private record Running(long number, long thread, long allocatedBefore, Runnable end) {}

    HeapGuard() {
        this(JvmHeap.INSTANCE, System::nanoTime);
        looker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks only when {@linkplain #look told}. */
    HeapGuard(Heap memory, LongSupplier nanoTime) {
        this.memory = memory;
        this.nanoTime = nanoTime;
        this.pauseUntil = nanoTime.getAsLong();
    }

    /**
     * A call on this thread begins.
     *
     * @param end ends it by force; must not wait
     * @return to be called when it has ended
     */
    Runnable watch(Runnable end) {
        long thread = Thread.currentThread().threadId();
        var call = new Running(started.incrementAndGet(), thread, memory.allocated(thread), end);
        running.add(call);
        return () -> running.remove(call);
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }

    void look() {
        try {
            // Without a suspect a collection would find nobody to end, and stop everybody for nothing.
            if (memory.used() > HIGH && !suspects().isEmpty() && isDue()) {
                memory.collect();
                double kept = memory.used();
                if (kept < FULL) {
                    pauseUntil = nanoTime.getAsLong() + PAUSE_NANOS;
                } else {
                    endLargest(kept < BURSTING ? 1 : Integer.MAX_VALUE);
                }
            }
        } catch (OutOfMemoryError e) {
            // Whoever is to blame is still running, and so must this be: the next look is due.
        }
    }

    private boolean isDue() {
        return nanoTime.getAsLong() - pauseUntil >= 0 || memory.used() > URGENT;
    }

    /** The largest first. */
    private List<Running> suspects() {
        long suspect = (long) (memory.size() * SUSPECT);
        return running.stream()
                .filter(call -> allocated(call) >= suspect)
                .sorted(Comparator.comparingLong(this::allocated).reversed())
                .toList();
    }

    private long allocated(Running call) {
        return memory.allocated(call.thread) - call.allocatedBefore;
    }

    private void endLargest(int atMost) {
        List<Running> largest =
                suspects().stream().limit(atMost).map(this::innermost).toList();
        largest.forEach(call -> {
            running.remove(call);
            call.end.run();
        });
        LOG.warn("Functions ended because they filled the memory: {}", largest.size());
    }

    /** A call inside another runs on the same thread, and it is the inner one that allocates now. */
    private Running innermost(Running outer) {
        return running.stream()
                .filter(call -> call.thread == outer.thread)
                .max(Comparator.comparingLong(Running::number))
                .orElse(outer);
    }

    private enum JvmHeap implements Heap {
        INSTANCE;

        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        @Override
        public long size() {
            return Runtime.getRuntime().maxMemory();
        }

        @Override
        public double used() {
            Runtime runtime = Runtime.getRuntime();
            return (runtime.totalMemory() - runtime.freeMemory()) / (double) runtime.maxMemory();
        }

        @Override
        public void collect() {
            System.gc();
        }

        @Override
        public long allocated(long thread) {
            return THREADS.getThreadAllocatedBytes(thread);
        }
    }
}

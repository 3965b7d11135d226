package dev.lockstep.emulator.convex.script;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;

/**
 * The time that a call and the calls inside it may take together. What the code itself computes counts, on whichever
 * thread; what the host does for it meanwhile, the database above all, and the wait for a processor that others use do
 * not. So a busy machine fails no call. Thread-safe.
 */
public final class CallTime {

    /** How many times longer by the clock than on the processor: for what waits and computes nothing. */
    private static final int PATIENCE = 12;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Duration limit;
    private final boolean computing;
    private final long deadline;
    private long spent;
    private long since;
    private long thread;
    private boolean running;

    private CallTime(Duration limit, boolean computing) {
        this.limit = limit;
        this.computing = computing;
        deadline = System.nanoTime() + limit.toNanos() * (computing ? PATIENCE : 1);
    }

    /** So much time on a processor, and {@value #PATIENCE} times as much by the clock. */
    public static CallTime computing(Duration limit) {
        return new CallTime(limit, true);
    }

    /** So much time by the clock from now on, waiting included. */
    public static CallTime elapsing(Duration limit) {
        return new CallTime(limit, false);
    }

    /** How long from now it cannot be over, at least a nanosecond. */
    public synchronized Duration left() {
        return Duration.ofNanos(Math.max(1, leftNanos()));
    }

    synchronized boolean isOver() {
        return leftNanos() <= 0;
    }

    /** The code goes on, on this thread. */
    synchronized void resume() {
        Thread current = Thread.currentThread();
        // The JVM knows no processor time of virtual threads.
        thread = current.isVirtual() ? 0 : current.threadId();
        since = processorNanos();
        running = true;
    }

    /** The code waits for the host, or has ended. Called by the thread that resumed it. */
    synchronized void pause() {
        if (running) {
            spent += processorNanos() - since;
            running = false;
        }
    }

    /** {@code 5s}, as people read it. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f", limit.toMillis() / 1000.0).replace(".0", "") + "s";
    }

    private long leftNanos() {
        long left = deadline - System.nanoTime();
        if (!computing) {
            return left;
        }
        long now = running ? processorNanos() - since : 0;
        return Math.min(left, limit.toNanos() - spent - now);
    }

    private long processorNanos() {
        long nanos = thread == 0 ? System.nanoTime() : THREADS.getThreadCpuTime(thread);
        // Negative for a thread that has ended.
        return nanos < 0 ? since : nanos;
    }
}

package dev.lockstep.emulator.convex.script;

import java.time.Duration;
import java.util.Locale;

/**
 * The time that a call and the calls inside it may take together. Of queries and mutations what their code computes
 * counts, as its process used a processor for it; what the host does meanwhile, the database above all, and the wait for a
 * processor that others use do not. So a busy machine fails no call. Thread-safe.
 */
public final class CallTime {

    /** How many times longer by the clock than on the processor: for what waits and computes nothing. */
    private static final int PATIENCE = 12;

    private final Duration limit;
    private final boolean computing;
    private final long deadline;
    private long spent;

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

    boolean isComputing() {
        return computing;
    }

    /** The code has computed so long. */
    synchronized void compute(long nanos) {
        spent += nanos;
    }

    /** {@code 5s}, as people read it. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f", limit.toMillis() / 1000.0).replace(".0", "") + "s";
    }

    private long leftNanos() {
        long left = deadline - System.nanoTime();
        return computing ? Math.min(left, limit.toNanos() - spent) : left;
    }
}

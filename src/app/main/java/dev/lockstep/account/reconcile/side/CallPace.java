package dev.lockstep.account.reconcile.side;

import java.time.Duration;

/** So many calls a second at most, evenly. Thread-safe; does not wait itself. */
public final class CallPace {

    private final long gapNanos;
    private long next;
    private boolean begun;

    public CallPace(int perSecond) {
        this.gapNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    }

    /**
     * Takes the next place in the row.
     *
     * @param nowNanos of the machine's monotonic clock
     * @return how long until it is its turn
     */
    public synchronized Duration turn(long nowNanos) {
        if (!begun || next - nowNanos < 0) {
            begun = true;
            next = nowNanos;
        }
        Duration wait = Duration.ofNanos(next - nowNanos);
        next += gapNanos;
        return wait;
    }
}

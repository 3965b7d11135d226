package dev.lockstep.emulator.convex.call;

import java.time.Duration;

/**
 * How long code may run, wall time.
 *
 * @param transaction queries and mutations. The service gives one second of a much faster engine
 * @param action actions, waiting included
 */
public record CallLimits(Duration transaction, Duration action) {

    public static final CallLimits DEFAULT = new CallLimits(Duration.ofSeconds(5), Duration.ofMinutes(10));

    static final int VALUE_BYTES = 16 << 20;

    public CallLimits {
        if (transaction.isNegative() || transaction.isZero() || action.compareTo(transaction) < 0) {
            throw new IllegalArgumentException("Limits need 0 < transaction <= action");
        }
    }
}

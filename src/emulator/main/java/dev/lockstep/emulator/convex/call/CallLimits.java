package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.script.CallTime;
import java.time.Duration;

/**
 * How long code may run.
 *
 * @param transaction queries and mutations: what their code computes, on a processor. The service gives one second of a
 *     much faster engine
 * @param action actions, by the clock, waiting included
 */
public record CallLimits(Duration transaction, Duration action) {

    public static final CallLimits DEFAULT = new CallLimits(Duration.ofSeconds(5), Duration.ofMinutes(10));

    static final int VALUE_BYTES = 16 << 20;

    public CallLimits {
        if (transaction.isNegative() || transaction.isZero() || action.compareTo(transaction) < 0) {
            throw new IllegalArgumentException("Limits need 0 < transaction <= action");
        }
    }

    /** What a call of this kind has from now on. */
    CallTime time(FunctionKind kind) {
        return kind == FunctionKind.ACTION ? CallTime.elapsing(action) : CallTime.computing(transaction);
    }
}

package dev.lockstep.platform;

import dev.lockstep.convex.value.ConvexValue;
import java.util.function.Function;

/**
 * A question to the platform's deployment whose answer goes on coming.
 *
 * @param function its path: {@code generations:get}
 * @param read makes of an answer what is told; runs on the listener's thread
 */
public record LiveQuery<T>(String function, ConvexValue.Obj args, Function<ConvexValue, T> read) {}

package dev.lockstep.convex;

import dev.lockstep.convex.value.ConvexValue;

/**
 * What a mutation gave, once its effect can be seen.
 *
 * @param commitTs when it was committed: nanoseconds since 1970 by the deployment's clock
 */
public record Committed(ConvexValue value, long commitTs) {}

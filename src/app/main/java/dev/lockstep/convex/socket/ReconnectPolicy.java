package dev.lockstep.convex.socket;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next socket: longer where the deployment said that it is overloaded, doubling with each
 * failure up to 16 s, and spread by half in both directions, so that many clients that failed together do not return
 * together. Pure.
 */
final class ReconnectPolicy {

    private static final Duration CAP = Duration.ofSeconds(16);
    private static final Duration OWN_CLOSE = Duration.ofMillis(100);
    private static final Duration UNKNOWN = Duration.ofSeconds(1);
    private static final Duration OVERLOAD = Duration.ofSeconds(3);

    private static final List<String> OVERLOADED = List.of(
            "SubscriptionsWorkerFullError",
            "TooManyConcurrentRequests",
            "CommitterFullError",
            "AwsTooManyRequestsException",
            "ExecuteFullError",
            "SystemTimeoutError",
            "ExpiredInQueue",
            "VectorIndexTooLarge",
            "SearchIndexTooLarge",
            "TooManyWritesInTimePeriod");

    private ReconnectPolicy() {}

    /**
     * @param reason why the last socket ended
     * @param ours whether this side ended it
     * @param failures sockets since everything was last in order, at least 1
     */
    static Duration wait(String reason, boolean ours, int failures, RandomGenerator random) {
        long first = first(reason, ours).toMillis();
        long bound = Math.min(CAP.toMillis(), first << Math.min(failures - 1, 10));
        return Duration.ofMillis(Math.round(bound * (0.5 + random.nextDouble())));
    }

    private static Duration first(String reason, boolean ours) {
        if (OVERLOADED.stream().anyMatch(reason::startsWith)) {
            return OVERLOAD;
        }
        return ours ? OWN_CLOSE : UNKNOWN;
    }
}

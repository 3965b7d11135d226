package dev.lockstep.outbox.push;

import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Pace;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps one system's pace from this node. Holds a counter for each of the people who were served last; whoever was
 * forgotten starts afresh. Thread-safe.
 */
final class SystemLimit {

    private static final int PEOPLE = 10_000;

    private final Pace pace;
    private final AtomicRateLimiter total;
    private final Map<Owner, AtomicRateLimiter> people = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, AtomicRateLimiter> eldest) {
            return size() > PEOPLE;
        }
    };

    SystemLimit(Pace pace) {
        this.pace = pace;
        this.total = limiter(pace.total());
    }

    /** @return how long to wait; empty when it may go now, which is counted */
    Optional<Duration> enter(Owner owner) {
        AtomicRateLimiter own;
        synchronized (people) {
            own = people.computeIfAbsent(owner, key -> limiter(pace.perOwner()));
        }
        return enter(own).or(() -> enter(total));
    }

    private static Optional<Duration> enter(AtomicRateLimiter limiter) {
        return limiter.acquirePermission(1)
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(limiter.getDetailedMetrics().getNanosToWait()));
    }

    private AtomicRateLimiter limiter(int limit) {
        return new AtomicRateLimiter(
                pace.system(),
                RateLimiterConfig.custom()
                        .limitForPeriod(limit)
                        .limitRefreshPeriod(pace.period())
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }
}

package dev.lockstep.account.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lockstep.core.PersonId;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Counts what each address and each person asks of this node in a period. Holds a counter for each of those who asked lately,
 * for so many at most; whoever was forgotten starts afresh. Thread-safe.
 */
@Component
public class Limits {

    /** A counter takes some 300 bytes. */
    private static final int MOST_COUNTERS = 50_000;

    private final Map<Limit, RateLimiterConfig> configs = new EnumMap<>(Limit.class);
    private final Cache<Counted, AtomicRateLimiter> counters;

    private record Counted(Limit limit, String who) {}

    Limits(LimitProperties properties) {
        for (Limit limit : Limit.values()) {
            configs.put(
                    limit,
                    RateLimiterConfig.custom()
                            .limitForPeriod(properties.of(limit))
                            .limitRefreshPeriod(properties.period())
                            .timeoutDuration(Duration.ZERO)
                            .build());
        }
        counters = Caffeine.newBuilder()
                .maximumSize(MOST_COUNTERS)
                .expireAfterAccess(properties.period().multipliedBy(2))
                .build();
    }

    /**
     * Counts one more, unless it is too many.
     *
     * @param who an address or a person's id
     * @return what to say when it is too many: then it must not be done
     */
    public Optional<TooMany> take(Limit limit, String who) {
        var counter = counters.get(
                new Counted(limit, who), counted -> new AtomicRateLimiter(limit.name(), configs.get(limit)));
        return counter.acquirePermission(1)
                ? Optional.empty()
                : Optional.of(new TooMany(
                        Duration.ofNanos(counter.getDetailedMetrics().getNanosToWait())));
    }

    /**
     * For whoever is about to change something for this person.
     *
     * @throws TooMany when that is one change too many
     */
    public void change(PersonId person) {
        take(Limit.SAVES, person.value()).ifPresent(problem -> {
            throw problem;
        });
    }
}

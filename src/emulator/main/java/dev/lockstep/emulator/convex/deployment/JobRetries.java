package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.core.Backoff;
import dev.lockstep.emulator.convex.key.DocumentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Scheduled functions that could not be run for a fault of the emulator's own, for example a full disk: each waits longer
 * from try to try, and has {@value #TRIES} of them. In memory only, so that a restart begins to count again. Thread-safe.
 */
final class JobRetries {

    /** The tries of one job; with the waits between them they take a minute at most. */
    static final int TRIES = 8;

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private record Retry(int failures, Instant due) {}

    private final Map<DocumentId, Retry> retries = new ConcurrentHashMap<>();
    private final RandomGenerator random;

    /** @param random thread-safe; spreads the waits */
    JobRetries(RandomGenerator random) {
        this.random = random;
    }

    /** A try failed; how many have. */
    int failed(DocumentId job, Instant now) {
        return retries.compute(job, (id, retry) -> {
                    int failures = retry == null ? 1 : retry.failures + 1;
                    return new Retry(failures, now.plus(wait(failures)));
                })
                .failures;
    }

    /** How long to wait after so many failures. */
    Duration wait(int failures) {
        return BACKOFF.wait(failures, random);
    }

    /** Whether the job has had all its tries. */
    boolean isSpent(DocumentId job) {
        return Optional.ofNullable(retries.get(job))
                .filter(retry -> retry.failures >= TRIES)
                .isPresent();
    }

    /** The job ended, one way or the other. */
    void ended(DocumentId job) {
        retries.remove(job);
    }

    /** Those that are not to be tried yet. */
    List<DocumentId> waiting(Instant now) {
        return retries.entrySet().stream()
                .filter(entry -> entry.getValue().due.isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How long until one of those may be tried. */
    Optional<Duration> untilNext(Instant now) {
        return retries.values().stream()
                .filter(retry -> retry.due.isAfter(now))
                .map(retry -> Duration.between(now, retry.due))
                .min(Duration::compareTo);
    }
}

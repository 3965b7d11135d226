package dev.lockstep.emulator.clerk.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long Svix waits before each attempt. See https://docs.svix.com/retries. */
final class Retries {

    private static final List<Duration> WAITS = List.of(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(10));

    private Retries() {}

    /**
     * @param tries how many attempts have been made and failed
     * @return how long after the last one the next is; empty when there is none
     */
    static Optional<Duration> waitAfter(int tries) {
        return tries < WAITS.size() ? Optional.of(WAITS.get(tries)) : Optional.empty();
    }
}

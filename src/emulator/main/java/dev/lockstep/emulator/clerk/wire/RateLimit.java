package dev.lockstep.emulator.clerk.wire;

import dev.lockstep.core.SteadyClock;
import dev.lockstep.emulator.clerk.people.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * So many requests a key in each window of time. Holds the newest ten thousand keys. Safe for any thread.
 */
public final class RateLimit {

    private static final int KEYS = 10_000;

    private record Window(Instant ends, int used) {}

    private final int requests;
    private final Duration length;
    private final Clock clock;
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > KEYS;
        }
    };

    /** @param requests how many pass in a window; more are refused until it ends */
    public RateLimit(int requests, Duration length, Clock clock) {
        this.requests = requests;
        this.length = length;
        this.clock = new SteadyClock(clock);
    }

    /** @throws Refusal 429 with the time until the window ends */
    public synchronized void take(String key) {
        Instant now = clock.instant();
        Window window = windows.get(key);
        if (window == null || !now.isBefore(window.ends())) {
            windows.remove(key);
            windows.put(key, new Window(now.plus(length), 1));
            return;
        }
        if (window.used() >= requests) {
            throw Refusal.tooMany(Duration.between(now, window.ends()));
        }
        windows.put(key, new Window(window.ends(), window.used() + 1));
    }
}

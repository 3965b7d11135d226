package dev.lockstep.emulator.clerk.pages;

import dev.lockstep.emulator.clerk.store.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sign-ins by e-mail that wait for their code or password: for ten minutes and five tries. Holds the newest thousand; a restart
 * forgets them, which costs a person one more mail. Safe for any thread.
 */
final class Attempts {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int TRIES = 5;
    private static final int MOST = 1000;
    private static final int ID_LENGTH = 32;

    /** @param proven whether the code was entered, so that only details are missing */
    record Attempt(String id, String email, String code, int tries, boolean proven, Instant expires) {}

    private final Ids ids;
    private final Clock clock;
    private final Map<String, Attempt> attempts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempt> eldest) {
            return size() > MOST;
        }
    };

    Attempts(Ids ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    synchronized Attempt start(String email) {
        var attempt = new Attempt(
                ids.text(ID_LENGTH),
                email,
                ids.code(),
                0,
                false,
                clock.instant().plus(LIFETIME));
        attempts.put(attempt.id(), attempt);
        return attempt;
    }

    synchronized Optional<Attempt> find(String id) {
        Optional<Attempt> attempt = Optional.ofNullable(attempts.get(id));
        return attempt.filter(found -> clock.instant().isBefore(found.expires()) && found.tries() < TRIES);
    }

    /** Whether the code was right. A wrong one costs a try; the fifth ends the attempt. */
    boolean prove(String id, String code) {
        return prove(id, attempt -> attempt.code().equals(code.strip()));
    }

    /** The same with another proof than the code. */
    synchronized boolean prove(String id, Predicate<Attempt> proof) {
        Optional<Attempt> found = find(id);
        found.ifPresent(attempt -> {
            boolean right = proof.test(attempt);
            int tries = right ? attempt.tries() : attempt.tries() + 1;
            attempts.put(id, new Attempt(id, attempt.email(), attempt.code(), tries, right, attempt.expires()));
        });
        return find(id).map(Attempt::proven).orElse(false);
    }

    synchronized void finish(String id) {
        attempts.remove(id);
    }
}

package dev.lockstep.emulator.convex.platform.oauth;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Authorization codes: ten minutes, once. One that was used is remembered for as long, so that whoever sends it again is
 * caught. Kept in memory only. Thread-safe.
 */
final class Codes {

    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final int CODE_BYTES = 32;

    /** What a code stands for. */
    record Code(AuthorizationRequest request, long teamId, Optional<Long> projectId, Instant issued) {}

    /** What became of a code that somebody sent. */
    sealed interface Presented {
        record Unknown() implements Presented {}

        record Expired() implements Presented {}

        /** @param grantId what its first use granted */
        record Used(Optional<Long> grantId) implements Presented {}

        record Good(Code code) implements Presented {}
    }

    private static final class Entry {
        private final Code code;
        private boolean used;
        private Optional<Long> grantId = Optional.empty();

        private Entry(Code code) {
            this.code = code;
        }
    }

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> entries = new HashMap<>();

    Codes(Clock clock) {
        this.clock = clock;
    }

    synchronized String issue(AuthorizationRequest request, long teamId, Optional<Long> projectId) {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> entry.code.issued().isBefore(now.minus(LIFETIME.multipliedBy(6))));
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        entries.put(text, new Entry(new Code(request, teamId, projectId, now)));
        return text;
    }

    /** Looks, and changes nothing. */
    synchronized Presented look(String text) {
        Entry entry = entries.get(text);
        if (entry == null) {
            return new Presented.Unknown();
        }
        if (entry.used) {
            return new Presented.Used(entry.grantId);
        }
        boolean late = !clock.instant().isBefore(entry.code.issued().plus(LIFETIME));
        return late ? new Presented.Expired() : new Presented.Good(entry.code);
    }

    /** @return whether this was the first use: of two who come at once, one is refused */
    synchronized boolean use(String text) {
        Entry entry = entries.get(text);
        if (entry == null || entry.used) {
            return false;
        }
        entry.used = true;
        return true;
    }

    /** What the code was traded for. */
    synchronized void granted(String text, long grantId) {
        Entry entry = entries.get(text);
        if (entry != null) {
            entry.grantId = Optional.of(grantId);
        }
    }
}

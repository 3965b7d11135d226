package dev.lockstep.emulator.clerk.ticket;

import dev.lockstep.emulator.clerk.people.Session;
import java.time.Duration;
import java.util.Optional;

/** Knows tickets of some kind. */
public interface Acceptor {

    /** How long a sign-in lasts that a ticket began, unless it says otherwise. */
    Duration LIFETIME = Duration.ofDays(7);

    /**
     * Who is let in.
     *
     * @param redirect where the browser goes; empty for the emulator's first page
     */
    record Entry(String userId, Session.Terms terms, Duration lifetime, Optional<String> redirect) {

        public static Entry of(String userId, Optional<String> redirect) {
            return new Entry(userId, Session.Terms.ordinary(), LIFETIME, redirect);
        }
    }

    /**
     * Takes the ticket, which is spent then.
     *
     * @return empty where the ticket is none of ours, or not good any more
     */
    Optional<Entry> accept(String ticket);
}

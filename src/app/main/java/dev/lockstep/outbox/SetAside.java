package dev.lockstep.outbox;

import dev.lockstep.outbox.change.Change;
import java.time.Instant;
import java.util.Set;

/**
 * A change that somebody decided not to send, so that its destination does not have what is shown here.
 *
 * @param title what people call its destination
 * @param by who decided: a person's id; blank when nobody knows any more
 * @param reason as they gave it; blank when nobody knows any more
 * @param arrivedSince destinations at which something newer of the same record has arrived, which may have settled it
 */
public record SetAside(Change change, String title, Instant at, String by, String reason, Set<String> arrivedSince) {}

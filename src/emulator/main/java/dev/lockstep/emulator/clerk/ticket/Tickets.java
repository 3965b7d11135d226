package dev.lockstep.emulator.clerk.ticket;

import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.people.Session;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Shelf;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The tickets that sign people in. Safe for any thread. */
public final class Tickets implements Acceptor {

    private static final int TOKEN_LENGTH = 43;

    private final Database database;
    private final Shelf<Ticket> shelf;
    private final People people;
    private final Ids ids;
    private final Clock clock;

    public Tickets(Database database, JsonMapper json, People people, Ids ids, Clock clock) {
        this.database = database;
        this.shelf = new Shelf<>(database, json, "ticket", Ticket.class);
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws Refusal when there is nobody of that id */
    Ticket create(String prefix, String userId, @Nullable String actor, Duration sessionLifetime, Duration lifetime) {
        people.get(userId);
        Instant now = now();
        var ticket = new Ticket(
                ids.make(prefix),
                userId,
                ids.text(TOKEN_LENGTH),
                Ticket.Status.PENDING,
                actor,
                sessionLifetime,
                now.plus(lifetime),
                now,
                now);
        return shelf.add(place(ticket), ticket);
    }

    /** @throws Refusal 404 when there is none of that id and prefix, 400 when it is not pending any more */
    Ticket revoke(String prefix, String id) {
        return database.inTransaction(() -> {
            Ticket ticket = shelf.held(id)
                    .filter(found -> id.startsWith(prefix + "_"))
                    .orElseThrow(() -> Refusal.notFound("Token"));
            if (ticket.status() != Ticket.Status.PENDING) {
                throw Refusal.of(
                        400,
                        "token_cannot_be_revoked",
                        "The token cannot be revoked, since it is "
                                + ticket.status().name().toLowerCase(Locale.ROOT) + " already.");
            }
            return shelf.replace(place(ticket), ticket.with(Ticket.Status.REVOKED, now()));
        });
    }

    @Override
    public Optional<Entry> accept(String token) {
        return database.inTransaction(() -> shelf.heldByName(token)
                .filter(ticket -> ticket.status() == Ticket.Status.PENDING && now().isBefore(ticket.expiresAt()))
                .filter(ticket ->
                        people.find(ticket.userId()).filter(Person::welcome).isPresent())
                .map(ticket -> {
                    shelf.replace(place(ticket), ticket.with(Ticket.Status.ACCEPTED, now()));
                    return new Entry(
                            ticket.userId(),
                            new Session.Terms(ticket.actor(), null),
                            ticket.sessionLifetime(),
                            Optional.empty());
                }));
    }

    private static Shelf.Place place(Ticket ticket) {
        return new Shelf.Place(ticket.id(), ticket.token(), ticket.userId());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

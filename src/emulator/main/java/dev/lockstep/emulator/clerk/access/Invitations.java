package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Metadata;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Newcomer;
import dev.lockstep.emulator.clerk.store.People;
import dev.lockstep.emulator.clerk.store.Shelf;
import dev.lockstep.emulator.clerk.ticket.Acceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The invitations. Who accepts one becomes a person with its address and metadata. Safe for any thread. */
public final class Invitations implements Acceptor {

    private static final int TICKET_LENGTH = 43;

    private final Database database;
    private final Shelf<Invitation> shelf;
    private final People people;
    private final Ids ids;
    private final Clock clock;

    public Invitations(Database database, JsonMapper json, People people, Ids ids, Clock clock) {
        this.database = database;
        this.shelf = new Shelf<>(database, json, "invitation", Invitation.class);
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    /** What is asked for. Whether somebody has the address, or is invited, may be told not to matter. */
    record Wish(
            String email,
            ObjectNode metadata,
            @Nullable String redirectUrl,
            Duration lifetime,
            boolean ignoreExisting) {}

    /** All of them, or none when one is refused. */
    List<Invitation> create(List<Wish> wishes) {
        return database.inTransaction(() -> wishes.stream().map(this::create).toList());
    }

    private Invitation create(Wish wish) {
        if (!wish.ignoreExisting()) {
            if (people.byEmail(wish.email()).isPresent()) {
                throw Refusal.field(
                        "form_identifier_exists", "email_address", "That email address is taken. Please try another.");
            }
            if (pending(wish.email())) {
                throw Refusal.of(
                        400,
                        "duplicate_record",
                        "There are already pending invitations for the following email addresses: " + wish.email());
            }
        }
        Instant now = now();
        var invitation = new Invitation(
                ids.make("inv"),
                wish.email(),
                wish.metadata(),
                wish.redirectUrl(),
                ids.text(TICKET_LENGTH),
                Invitation.Status.PENDING,
                now.plus(wish.lifetime()),
                now,
                now);
        return shelf.add(place(invitation), invitation);
    }

    private boolean pending(String email) {
        return all().stream()
                .anyMatch(known -> known.status() == Invitation.Status.PENDING
                        && EmailAddress.key(known.email()).equals(EmailAddress.key(email)));
    }

    /** Newest first. */
    List<Invitation> all() {
        Instant now = now();
        return shelf.all().stream().map(invitation -> invitation.at(now)).toList();
    }

    /** @throws Refusal 404 when there is none of that id, 400 when it was accepted or revoked */
    Invitation revoke(String id) {
        return database.inTransaction(() -> {
            Invitation known = shelf.held(id).orElseThrow(() -> Refusal.notFound("Invitation"));
            if (known.status() != Invitation.Status.PENDING) {
                throw Refusal.of(
                        400,
                        "invitation_already_" + known.status().text(),
                        "The invitation is " + known.status().text() + " already.");
            }
            return shelf.replace(place(known), known.with(Invitation.Status.REVOKED, now()));
        });
    }

    @Override
    public Optional<Entry> accept(String ticket) {
        Optional<Invitation> accepted = database.inTransaction(() -> shelf.heldByName(ticket)
                .map(invitation -> invitation.at(now()))
                .filter(invitation -> invitation.status() == Invitation.Status.PENDING)
                .map(invitation ->
                        shelf.replace(place(invitation), invitation.with(Invitation.Status.ACCEPTED, now()))));
        return accepted.map(invitation -> {
            Person person = people.byEmail(invitation.email()).orElseGet(() -> people.create(newcomer(invitation)));
            return Entry.of(person.id(), Optional.ofNullable(invitation.redirectUrl()));
        });
    }

    private static Newcomer newcomer(Invitation invitation) {
        return Newcomer.by(invitation.email(), Person.Profile.named(null, null, null))
                .with(Metadata.empty().replaced(Metadata.Kind.PUBLIC, invitation.metadata()));
    }

    private static Shelf.Place place(Invitation invitation) {
        return new Shelf.Place(invitation.id(), invitation.ticket(), null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

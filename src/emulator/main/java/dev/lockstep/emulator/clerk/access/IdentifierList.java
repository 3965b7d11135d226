package dev.lockstep.emulator.clerk.access;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Shelf;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;

/** The list of the allowed, or that of the blocked. */
final class IdentifierList {

    private final Shelf<ListedIdentifier> shelf;
    private final String prefix;
    private final Ids ids;
    private final Clock clock;

    /** @param prefix of the ids, for example {@code alid} */
    IdentifierList(Database database, JsonMapper json, String kind, String prefix, Ids ids, Clock clock) {
        this.shelf = new Shelf<>(database, json, kind, ListedIdentifier.class);
        this.prefix = prefix;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws Refusal when it is no identifier, or there already */
    ListedIdentifier add(String identifier) {
        String stripped = identifier.strip();
        var listed = new ListedIdentifier(
                ids.make(prefix),
                stripped,
                ListedIdentifier.type(stripped),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        try {
            return shelf.add(new Shelf.Place(listed.id(), stripped.toLowerCase(Locale.ROOT), null), listed);
        } catch (DuplicateKeyException e) {
            throw Refusal.of(400, "duplicate_record", "The identifier " + stripped + " is listed already.");
        }
    }

    /** Newest first. */
    List<ListedIdentifier> all() {
        return shelf.all();
    }

    /** @throws Refusal 404 when it is not there */
    void remove(String id) {
        if (!shelf.remove(id)) {
            throw Refusal.notFound("Identifier");
        }
    }

    boolean covers(String email) {
        return all().stream().anyMatch(listed -> listed.covers(email));
    }
}

package dev.lockstep.emulator.clerk.store;

import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/**
 * One value that the instance has, as it was set last. Safe for any thread.
 *
 * @param <T> a record that Jackson writes and reads
 */
public final class Setting<T> {

    private static final Shelf.Place PLACE = Shelf.Place.of("current");

    private final Database database;
    private final Shelf<T> shelf;
    private final T otherwise;

    /** @param otherwise what holds until something is set */
    public Setting(Database database, JsonMapper json, String kind, Class<T> type, T otherwise) {
        this.database = database;
        this.shelf = new Shelf<>(database, json, kind, type);
        this.otherwise = otherwise;
    }

    public T get() {
        return shelf.find(PLACE.id()).orElse(otherwise);
    }

    public T change(UnaryOperator<T> change) {
        return database.inTransaction(() -> {
            Optional<T> before = shelf.held(PLACE.id());
            boolean known = before.isPresent();
            T changed = change.apply(before.orElse(otherwise));
            return known ? shelf.replace(PLACE, changed) : shelf.add(PLACE, changed);
        });
    }
}

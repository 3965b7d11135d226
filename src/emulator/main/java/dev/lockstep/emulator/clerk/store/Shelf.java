package dev.lockstep.emulator.clerk.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where things of one kind are kept that are few and looked at whole: each is a document with an id, perhaps a name that
 * no other of its kind has, and perhaps an owner, whose things are found together. Safe for any thread.
 *
 * @param <T> a record that Jackson writes and reads
 */
public final class Shelf<T> {

    /**
     * @param name compared as it is; null where anything may be called alike
     * @param owner for example a person's id; nothing removes a thing by itself when its owner goes
     */
    public record Place(
            String id, @Nullable String name, @Nullable String owner) {

        public static Place of(String id) {
            return new Place(id, null, null);
        }
    }

    private final Database database;
    private final JsonMapper json;
    private final String kind;
    private final Class<T> type;

    /** @param kind names the shelf, in at most 32 characters; what is on another one is never seen */
    public Shelf(Database database, JsonMapper json, String kind, Class<T> type) {
        this.database = database;
        this.json = json;
        this.kind = kind;
        this.type = type;
    }

    /** @throws DuplicateKeyException when the name is another's */
    public T add(Place place, T thing) {
        database.jdbc()
                .sql("INSERT INTO shelves (kind, id, name, owner, document) VALUES (?, ?, ?, ?, ?)")
                .param(kind)
                .param(place.id())
                .param(place.name())
                .param(place.owner())
                .param(json.writeValueAsString(thing))
                .update();
        return thing;
    }

    /** @throws DuplicateKeyException when the name is another's */
    public T replace(Place place, T thing) {
        database.jdbc()
                .sql("UPDATE shelves SET name = ?, owner = ?, document = ? WHERE kind = ? AND id = ?")
                .param(place.name())
                .param(place.owner())
                .param(json.writeValueAsString(thing))
                .param(kind)
                .param(place.id())
                .update();
        return thing;
    }

    public Optional<T> find(String id) {
        return where("id", id).stream().findFirst();
    }

    public Optional<T> named(String name) {
        return where("name", name).stream().findFirst();
    }

    /** As {@link #find}, inside a transaction: nobody else changes it until that ends. */
    public Optional<T> held(String id) {
        return where("id", id, " FOR UPDATE").stream().findFirst();
    }

    /** As {@link #named}, inside a transaction: nobody else changes it until that ends. */
    public Optional<T> heldByName(String name) {
        return where("name", name, " FOR UPDATE").stream().findFirst();
    }

    /** Newest first. */
    public List<T> of(String owner) {
        return where("owner", owner);
    }

    /** Newest first. */
    public List<T> all() {
        return where("kind", kind);
    }

    /** @return whether it was there */
    public boolean remove(String id) {
        return database.jdbc()
                        .sql("DELETE FROM shelves WHERE kind = ? AND id = ?")
                        .params(kind, id)
                        .update()
                > 0;
    }

    /** @param column a column's name from our own code, never from a request */
    private List<T> where(String column, String value) {
        return where(column, value, "");
    }

    private List<T> where(String column, String value, String lock) {
        return database.jdbc()
                .sql("SELECT document FROM shelves WHERE kind = ? AND " + column + " = ? ORDER BY number DESC" + lock)
                .params(kind, value)
                .query((row, n) -> json.readValue(row.getString(1), type))
                .list();
    }
}

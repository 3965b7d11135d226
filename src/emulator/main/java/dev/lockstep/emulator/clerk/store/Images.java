package dev.lockstep.emulator.clerk.store;

import java.time.Clock;
import java.util.Optional;

/** The uploaded pictures, each below an address that nobody guesses. A person keeps the current and the last one. */
public final class Images {

    private final Database database;
    private final Ids ids;
    private final Clock clock;

    public Images(Database database, Ids ids, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param type for example {@code image/png}
     */
    public record Image(String type, byte[] content) {}

    /** @return the picture's id */
    public String store(String userId, Image image) {
        String id = ids.make("img");
        return database.inTransaction(() -> {
            // A page that was drawn a moment ago still shows the picture before this one: keep that, drop older ones.
            database.jdbc().sql("""
                            DELETE FROM images WHERE user_id = ? AND id NOT IN (
                                SELECT id FROM images WHERE user_id = ? ORDER BY created_at DESC, id DESC LIMIT 1)""").params(userId, userId).update();
            database.jdbc()
                    .sql("INSERT INTO images (id, user_id, content_type, content, created_at) VALUES (?, ?, ?, ?, ?)")
                    .params(id, userId, image.type(), image.content(), clock.millis())
                    .update();
            return id;
        });
    }

    /**
     * An organization has one at a time.
     *
     * @return the picture's id
     */
    public String storeLogo(String organizationId, Image image) {
        String id = ids.make("img");
        return database.inTransaction(() -> {
            removeLogo(organizationId);
            database.jdbc()
                    .sql("INSERT INTO logos (id, organization_id, content_type, content) VALUES (?, ?, ?, ?)")
                    .params(id, organizationId, image.type(), image.content())
                    .update();
            return id;
        });
    }

    public void removeLogo(String organizationId) {
        database.jdbc()
                .sql("DELETE FROM logos WHERE organization_id = ?")
                .param(organizationId)
                .update();
    }

    /** A person's or an organization's. */
    public Optional<Image> find(String id) {
        return database.jdbc()
                .sql("SELECT content_type, content FROM images WHERE id = ? "
                        + "UNION ALL SELECT content_type, content FROM logos WHERE id = ?")
                .params(id, id)
                .query((row, n) -> new Image(row.getString(1), row.getBytes(2)))
                .optional();
    }
}

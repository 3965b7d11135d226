package dev.lockstep.emulator.clerk.token;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Database;
import dev.lockstep.emulator.clerk.store.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The templates of the instance. One named {@code convex} is there from the start, as Clerk's preset has it. */
public final class JwtTemplates {

    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final Database database;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    public JwtTemplates(Database database, JsonMapper json, Ids ids, Clock clock) {
        this.database = database;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
        if (find("convex").isEmpty()) {
            create("convex", convexClaims(), LIFETIME, CLOCK_SKEW);
        }
    }

    public static Duration defaultLifetime() {
        return LIFETIME;
    }

    public static Duration defaultClockSkew() {
        return CLOCK_SKEW;
    }

    public Optional<JwtTemplate> find(String name) {
        return database.jdbc()
                .sql("SELECT * FROM jwt_templates WHERE name = ?")
                .param(name)
                .query(this::parsed)
                .optional();
    }

    public List<JwtTemplate> list() {
        return database.jdbc()
                .sql("SELECT * FROM jwt_templates ORDER BY created_at DESC, id DESC")
                .query(this::parsed)
                .list();
    }

    /** @throws Refusal when the name is taken */
    public JwtTemplate create(String name, ObjectNode claims, Duration lifetime, Duration clockSkew) {
        long now = clock.millis();
        try {
            database.jdbc()
                    .sql("""
                            INSERT INTO jwt_templates (id, name, claims, lifetime_seconds, clock_skew_seconds, created_at,
                                updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            ids.make("jtmp"),
                            name,
                            json.writeValueAsString(claims),
                            lifetime.toSeconds(),
                            clockSkew.toSeconds(),
                            now,
                            now)
                    .update();
        } catch (DuplicateKeyException e) {
            throw taken();
        }
        return find(name).orElseThrow();
    }

    public Optional<JwtTemplate> get(String id) {
        return database.jdbc()
                .sql("SELECT * FROM jwt_templates WHERE id = ?")
                .param(id)
                .query(this::parsed)
                .optional();
    }

    /** @throws Refusal when the name is another's, or there is no template of that id */
    public JwtTemplate update(String id, String name, ObjectNode claims, Duration lifetime, Duration clockSkew) {
        try {
            database.jdbc()
                    .sql("""
                            UPDATE jwt_templates SET name = ?, claims = ?, lifetime_seconds = ?, clock_skew_seconds = ?,
                                updated_at = ? WHERE id = ?""")
                    .params(
                            name,
                            json.writeValueAsString(claims),
                            lifetime.toSeconds(),
                            clockSkew.toSeconds(),
                            clock.millis(),
                            id)
                    .update();
        } catch (DuplicateKeyException e) {
            throw taken();
        }
        return get(id).orElseThrow(() -> Refusal.notFound("JWT template"));
    }

    /** @return whether it was there; the one named {@code convex} comes back with the next start */
    public boolean delete(String id) {
        return database.jdbc()
                        .sql("DELETE FROM jwt_templates WHERE id = ?")
                        .param(id)
                        .update()
                > 0;
    }

    private static Refusal taken() {
        return Refusal.field("form_identifier_exists", "name", "A JWT template of that name exists.");
    }

    private JwtTemplate parsed(ResultSet row, int number) throws SQLException {
        return new JwtTemplate(
                row.getString("id"),
                row.getString("name"),
                (ObjectNode) json.readTree(row.getString("claims")),
                Duration.ofSeconds(row.getLong("lifetime_seconds")),
                Duration.ofSeconds(row.getLong("clock_skew_seconds")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    private ObjectNode convexClaims() {
        return json.createObjectNode()
                .put("aud", "convex")
                .put("name", "{{user.full_name}}")
                .put("email", "{{user.primary_email_address}}")
                .put("picture", "{{user.image_url}}")
                .put("nickname", "{{user.username}}")
                .put("given_name", "{{user.first_name}}")
                .put("family_name", "{{user.last_name}}")
                .put("updated_at", "{{user.updated_at}}")
                .put("phone_number", "{{user.primary_phone_number}}")
                .put("email_verified", "{{user.email_verified}}")
                .put("phone_number_verified", "{{user.phone_number_verified}}");
    }
}

package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.store.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;

/** Who belongs where. Whoever is deleted belongs nowhere. Tells nobody: {@link Organizations} does. */
public final class Memberships {

    private final Database database;
    private final JsonMapper json;

    public Memberships(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** The organization that a person joined last, or null. */
    public @Nullable String newest(@Nullable String userId) {
        return database.jdbc()
                .sql(
                        "SELECT organization_id FROM organization_memberships WHERE user_id = ? ORDER BY number DESC LIMIT 1")
                .param(userId)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** @throws DuplicateKeyException when the person belongs there already */
    void add(Membership membership) {
        database.jdbc()
                .sql("INSERT INTO organization_memberships (organization_id, user_id, document) VALUES (?, ?, ?)")
                .params(membership.organizationId(), membership.userId(), json.writeValueAsString(membership))
                .update();
    }

    void replace(Membership membership) {
        database.jdbc()
                .sql("UPDATE organization_memberships SET document = ? WHERE organization_id = ? AND user_id = ?")
                .params(json.writeValueAsString(membership), membership.organizationId(), membership.userId())
                .update();
    }

    void remove(Membership membership) {
        database.jdbc()
                .sql("DELETE FROM organization_memberships WHERE organization_id = ? AND user_id = ?")
                .params(membership.organizationId(), membership.userId())
                .update();
    }

    Optional<Membership> find(String organizationId, String userId) {
        return database.jdbc()
                .sql("SELECT document FROM organization_memberships WHERE organization_id = ? AND user_id = ?")
                .params(organizationId, userId)
                .query((row, n) -> parsed(row.getString(1)))
                .optional();
    }

    /** Newest first. */
    List<Membership> ofOrganization(String organizationId) {
        return where("organization_id = ?", organizationId);
    }

    /** Newest first. */
    List<Membership> ofUser(String userId) {
        return where("user_id = ?", userId);
    }

    /** Newest first. */
    List<Membership> all() {
        return where("'' = ?", "");
    }

    long count(String organizationId) {
        return database.jdbc()
                .sql("SELECT COUNT(*) FROM organization_memberships WHERE organization_id = ?")
                .param(organizationId)
                .query(Long.class)
                .single();
    }

    /** @param condition from our own code, never from a request */
    private List<Membership> where(String condition, String value) {
        return database.jdbc()
                .sql("SELECT document FROM organization_memberships WHERE " + condition + " ORDER BY number DESC")
                .param(value)
                .query((row, n) -> parsed(row.getString(1)))
                .list();
    }

    private Membership parsed(String document) {
        return json.readValue(document, Membership.class);
    }
}

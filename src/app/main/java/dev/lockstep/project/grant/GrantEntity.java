package dev.lockstep.project.grant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row behind a {@link Grant}. */
@Entity
@Table(name = "convex_grant")
class GrantEntity {

    @Id
    private UUID id;

    @Column(updatable = false)
    private String person;

    @Column(name = "team_id", updatable = false)
    private long teamId;

    @Column(name = "team_slug")
    private String teamSlug;

    private String token;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "last_used_at")
    private Instant lastUsedAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected GrantEntity() {}

    GrantEntity(UUID id, String person, long teamId) {
        this.id = id;
        this.person = person;
        this.teamId = teamId;
    }

    GrantId grantId() {
        return new GrantId(id);
    }

    Grant grant() {
        return new Grant(grantId(), teamId, teamSlug, createdAt);
    }

    String teamSlug() {
        return teamSlug;
    }

    long teamId() {
        return teamId;
    }

    String sealedToken() {
        return token;
    }

    /** A newer token takes the place of the older one; Convex keeps both until they are revoked. */
    void renew(String slug, String sealed, Instant now) {
        teamSlug = slug;
        token = sealed;
        createdAt = now;
        lastUsedAt = now;
        revokedAt = null;
    }

    void reseal(String sealed) {
        token = sealed;
    }
}

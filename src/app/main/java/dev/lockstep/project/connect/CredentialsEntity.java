package dev.lockstep.project.connect;

import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.project.connect.Connected.Mode;
import dev.lockstep.project.connect.Connected.State;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row behind {@link Connected}, with the key. */
@Entity
@Table(name = "convex_project_credentials")
class CredentialsEntity {

    @Id
    UUID id;

    @Column(name = "project_id", updatable = false)
    UUID projectId;

    @Column(name = "user_id")
    String userId;

    @Enumerated(EnumType.STRING)
    Mode mode;

    @Enumerated(EnumType.STRING)
    State state;

    @Column(name = "grant_id")
    @Nullable
    UUID grantId;

    @Column(name = "team_id")
    @Nullable
    Long teamId;

    @Column(name = "team_slug")
    @Nullable
    String teamSlug;

    @Column(name = "convex_project_id")
    @Nullable
    Long convexProjectId;

    @Column(name = "project_slug")
    @Nullable
    String projectSlug;

    @Column(name = "deployment_name")
    @Nullable
    String deploymentName;

    @Enumerated(EnumType.STRING)
    @Column(name = "deployment_type")
    DeploymentType deploymentType;

    @Column(name = "deployment_url")
    String deploymentUrl;

    @Column(name = "site_url")
    @Nullable
    String siteUrl;

    @Column(name = "key_name")
    @Nullable
    String keyName;

    @Column(name = "admin_key")
    String adminKey;

    @Nullable
    String error;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "checked_at")
    Instant checkedAt;

    @Version
    int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected CredentialsEntity() {}

    CredentialsEntity(UUID id, UUID project) {
        this.id = id;
        this.projectId = project;
    }

    Connected connected() {
        return new Connected(
                mode,
                state,
                Optional.ofNullable(teamSlug),
                Optional.ofNullable(projectSlug),
                Optional.ofNullable(deploymentName),
                deploymentType,
                URI.create(deploymentUrl),
                Optional.ofNullable(siteUrl).map(URI::create),
                Optional.ofNullable(error),
                createdAt,
                checkedAt);
    }

    /** Where its key belongs to, for the vault. */
    String place() {
        return "convex_project_credentials/" + id + "/admin_key";
    }
}

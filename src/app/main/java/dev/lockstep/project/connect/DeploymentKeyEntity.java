package dev.lockstep.project.connect;

import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key to a deployment beside the connected one; without a key while nobody knows whether Convex made it. */
@Entity
@Table(name = "convex_deployment_key")
class DeploymentKeyEntity {

    private static final int TAIL = 24;

    @Id
    UUID id;

    @Column(name = "credentials_id", updatable = false)
    UUID credentialsId;

    @Column(name = "deployment_name", updatable = false)
    String deploymentName;

    @Enumerated(EnumType.STRING)
    @Column(name = "deployment_type")
    DeploymentType deploymentType;

    @Column(name = "deployment_url", updatable = false)
    String deploymentUrl;

    @Column(name = "key_name", updatable = false)
    String keyName;

    @Column(name = "admin_key")
    @Nullable
    String adminKey;

    @Column(name = "asked_at", updatable = false)
    Instant askedAt;

    @Version
    int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected DeploymentKeyEntity() {}

    DeploymentKeyEntity(UUID id, UUID credentials, PlatformDeployment deployment, Instant now) {
        this.id = id;
        this.credentialsId = credentials;
        this.deploymentName = deployment.name();
        this.deploymentType = deployment.type();
        this.deploymentUrl = deployment.url().toString();
        this.keyName = "lockstep-" + id.toString().substring(TAIL);
        this.askedAt = now;
    }

    /** Where its key belongs to, for the vault. */
    String place() {
        return "convex_deployment_key/" + id + "/admin_key";
    }
}

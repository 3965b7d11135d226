package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.core.Secret;
import dev.lockstep.project.vault.Vault;
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

/** A key to a deployment beside the connected one; without a key while nobody knows whether Convex made it. */
@Entity
@Table(name = "convex_deployment_key")
class DeploymentKeyEntity {

    private static final int TAIL = 24;

    @Id
    private UUID id;

    @Column(name = "credentials_id", updatable = false)
    private UUID credentialsId;

    @Column(name = "deployment_name", updatable = false)
    private String deploymentName;

    @Enumerated(EnumType.STRING)
    @Column(name = "deployment_type")
    private DeploymentType deploymentType;

    @Column(name = "deployment_url", updatable = false)
    private String deploymentUrl;

    @Column(name = "key_name", updatable = false)
    private String keyName;

    @Column(name = "admin_key")
    private @Nullable String adminKey;

    @Column(name = "asked_at", updatable = false)
    private Instant askedAt;

    @Version
    private int version;

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

    UUID id() {
        return id;
    }

    String deploymentName() {
        return deploymentName;
    }

    /** Under which it is known at Convex. */
    String keyName() {
        return keyName;
    }

    /** Empty while the key has not come. */
    Optional<String> sealedKey() {
        return Optional.ofNullable(adminKey);
    }

    /** Whether the key has come. */
    boolean isThere() {
        return adminKey != null;
    }

    /** Whether it was asked for before then and has never come. */
    boolean isMissingSince(Instant moment) {
        return adminKey == null && askedAt.isBefore(moment);
    }

    /** The deployment with its key. @throws IllegalStateException when the key has not come */
    OpenDeployment opened(Vault vault) {
        if (adminKey == null) {
            throw new IllegalStateException("Bug: no key to " + deploymentName + ", was asked for at " + askedAt);
        }
        return opened(vault.open(adminKey, place()));
    }

    private OpenDeployment opened(Secret key) {
        return new OpenDeployment(deploymentName, deploymentType, new ConvexDeployment(URI.create(deploymentUrl), key));
    }

    /** Convex made it; it is shown only now. */
    OpenDeployment came(Secret key, Vault vault) {
        adminKey = vault.seal(key, place());
        return opened(key);
    }

    /** What a deployment is for can be changed at Convex. */
    void heard(PlatformDeployment one) {
        if (one.name().equals(deploymentName)) {
            deploymentType = one.type();
        }
    }

    /** Seals the key with the vault's newest one. @return whether an older one had sealed it */
    boolean reseal(Vault vault) {
        boolean old = adminKey != null && vault.isOld(adminKey);
        if (old) {
            adminKey = vault.seal(vault.open(adminKey, place()), place());
        }
        return old;
    }

    /** Where its key belongs to, for the vault. */
    private String place() {
        return "convex_deployment_key/" + id + "/admin_key";
    }
}

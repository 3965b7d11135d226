package dev.lockstep.project.connection;

import dev.lockstep.core.Secret;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.vault.Vault;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is stored of connections, as tests look at it. */
public final class StoredKeys {

    private final CredentialsRepository credentials;
    private final DeploymentKeyRepository deploymentKeys;
    private final Vault vault;

    /** Where the parts come from. */
    public interface Beans {
        <T> T bean(Class<T> type);
    }

    public StoredKeys(Beans beans) {
        this.credentials = beans.bean(CredentialsRepository.class);
        this.deploymentKeys = beans.bean(DeploymentKeyRepository.class);
        this.vault = beans.bean(Vault.class);
    }

    /** A key as it is stored, and opened. */
    public record StoredKey(String sealed, Secret open) {}

    public Optional<StoredKey> key(ProjectId project) {
        return credentials
                .findByProjectId(project.value())
                .map(row -> new StoredKey(row.sealedKey(), row.opened(vault).key()));
    }

    /** Those to the deployments beside the connected one, by their names. */
    public Map<String, StoredKey> besides(ProjectId project) {
        return credentials.findByProjectId(project.value()).stream()
                .flatMap(row -> deploymentKeys.findByCredentialsId(row.id()).stream())
                .collect(Collectors.toMap(
                        DeploymentKeyEntity::deploymentName,
                        key -> new StoredKey(
                                key.sealedKey().orElseThrow(),
                                key.opened(vault).deployment().key())));
    }

    /** How many are stored for any connection, this one's or one that is gone. */
    public long allBesides() {
        return deploymentKeys.count();
    }

    /** With which grant the project is connected. */
    public Optional<GrantId> grant(ProjectId project) {
        return credentials.findByProjectId(project.value()).flatMap(CredentialsEntity::grant);
    }
}

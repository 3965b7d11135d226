package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.core.UuidV7;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keys to the deployments beside the connected one, each made when it is first needed. Its name at Convex is written down
 * before it is asked for, so that none is ever forgotten there. Two who need one at the same moment make two, and both
 * work; no transaction spans a request.
 */
@Component
class DeploymentKeys {

    /** After this long no answer comes any more to who asked for a key. */
    private static final Duration LOST = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentKeys.class);

    private final DeploymentKeyRepository keys;
    private final ConnectionRows rows;
    private final RemoteProjects remote;
    private final Vault vault;
    private final TransactionTemplate transaction;
    private final UuidV7 ids;

    DeploymentKeys(
            DeploymentKeyRepository keys,
            ConnectionRows rows,
            RemoteProjects remote,
            Vault vault,
            TransactionTemplate transaction,
            Clock clock) {
        this.keys = keys;
        this.rows = rows;
        this.remote = remote;
        this.vault = vault;
        this.transaction = transaction;
        this.ids = new UuidV7(clock, new SecureRandom());
    }

    /** @throws Problem also when the Convex project that we are connected to has no such deployment */
    OpenDeployment open(ProjectId project, String deployment) {
        CredentialsEntity connection = rows.require(project);
        return known(connection.id(), deployment).orElseGet(() -> {
            // A team's token opens the deployments of all its projects: only those of this one are meant.
            PlatformDeployment found = remote.deployments(project).stream()
                    .filter(one -> one.name().equals(deployment))
                    .findFirst()
                    .orElseThrow(() -> unknown(deployment));
            cleanUp(project, connection.id(), deployment);
            return make(project, connection.id(), found);
        });
    }

    private Optional<OpenDeployment> known(UUID connection, String deployment) {
        return keys.findByCredentialsIdAndDeploymentNameOrderByAskedAt(connection, deployment).stream()
                .filter(DeploymentKeyEntity::isThere)
                .findFirst()
                .map(key -> key.opened(vault));
    }

    private OpenDeployment make(ProjectId project, UUID connection, PlatformDeployment deployment) {
        DeploymentKeyEntity row = new DeploymentKeyEntity(ids.get(), connection, deployment, rows.now());
        keys.saveAndFlush(row);
        Secret key;
        try {
            key = remote.createKey(project, deployment.name(), row.keyName());
        } catch (PlatformProblem problem) {
            if (!problem.mayHaveHappened()) {
                keys.deleteById(row.id());
            }
            throw problem;
        }
        Optional<OpenDeployment> kept =
                transaction.execute(status -> keys.findById(row.id()).map(still -> still.came(key, vault)));
        if (kept == null || kept.isEmpty()) {
            // Disconnected or connected anew meanwhile, by somebody who did not know of it yet.
            remote.deleteKey(project, deployment.name(), row.keyName());
            throw ConnectionRows.notConnected();
        }
        LOG.info("Made a key project={} deployment={} key={}", project, deployment.name(), row.keyName());
        return kept.get();
    }

    /** Deletes at Convex what was asked for there and never came back. */
    private void cleanUp(ProjectId project, UUID connection, String deployment) {
        keys.findByCredentialsIdAndDeploymentNameOrderByAskedAt(connection, deployment).stream()
                .filter(key -> key.isMissingSince(rows.now().minus(LOST)))
                .forEach(key -> {
                    remote.deleteKey(project, key.deploymentName(), key.keyName());
                    keys.deleteById(key.id());
                });
    }

    /** Convex no longer takes our key to this deployment: the next one who needs it makes another. */
    void dead(ProjectId project, String deployment) {
        rows.find(project)
                .ifPresent(connection -> keys.deleteAll(
                        keys.findByCredentialsIdAndDeploymentNameOrderByAskedAt(connection.id(), deployment)));
    }

    /** Deletes all of the connection's at Convex. */
    void delete(ProjectId project, UUID connection) {
        for (DeploymentKeyEntity key : keys.findByCredentialsId(connection)) {
            remote.deleteKey(project, key.deploymentName(), key.keyName());
            keys.deleteById(key.id());
        }
    }

    /** They are of a connection that another took the place of; in the caller's transaction. */
    void forget(UUID connection) {
        keys.forget(connection);
    }

    /** What a deployment is for can be changed at Convex; ours must not be an older story. */
    @Transactional
    void heard(UUID connection, List<PlatformDeployment> deployments) {
        for (DeploymentKeyEntity key : keys.findByCredentialsId(connection)) {
            deployments.forEach(key::heard);
        }
    }

    /** Seals with the newest key what an older one sealed. @return how many */
    @Transactional
    int reseal() {
        return (int) keys.findAll().stream().filter(key -> key.reseal(vault)).count();
    }

    static Problem unknown(String deployment) {
        return new Problem(
                new ProblemCode("NoSuchDeployment"),
                Problem.Kind.PERMANENT,
                "The project at Convex has no deployment \"" + deployment + "\".",
                "Choose one of those that it has.",
                Problem.Words.with(deployment));
    }
}

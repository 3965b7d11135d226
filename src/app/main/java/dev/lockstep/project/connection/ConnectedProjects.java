package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.CanonicalUrls;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.grant.Grants;
import dev.lockstep.project.vault.Vault;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What projects are connected to, and the keys, which leave this room only for a call of the server's own. */
@Component
public class ConnectedProjects {

    private final ConnectionRows rows;
    private final Grants grants;
    private final RemoteProjects remote;
    private final DeploymentKeys keys;
    private final Disconnecting disconnecting;
    private final DeploymentAdmin admin;
    private final Vault vault;

    ConnectedProjects(
            ConnectionRows rows,
            Grants grants,
            RemoteProjects remote,
            DeploymentKeys keys,
            Disconnecting disconnecting,
            DeploymentAdmin admin,
            Vault vault) {
        this.rows = rows;
        this.grants = grants;
        this.remote = remote;
        this.keys = keys;
        this.disconnecting = disconnecting;
        this.admin = admin;
        this.vault = vault;
    }

    @Transactional(readOnly = true)
    public Optional<Connected> find(ProjectId project) {
        return rows.find(project).map(CredentialsEntity::connected);
    }

    /** Those of the projects that are connected. */
    @Transactional(readOnly = true)
    public Map<ProjectId, Connected> of(Collection<ProjectId> projects) {
        return rows.of(projects).stream()
                .collect(Collectors.toMap(CredentialsEntity::project, CredentialsEntity::connected));
    }

    /** The deployment with its key, for a call of the server's own; empty when the project is not connected. */
    @Transactional(readOnly = true)
    public Optional<ConvexDeployment> deployment(ProjectId project) {
        return rows.find(project).map(row -> row.opened(vault));
    }

    /** Where the deployment is in Convex's dashboard; empty for one that Convex does not host. */
    public Optional<URI> dashboard(Connected connected) {
        return remote.dashboard(connected, connected.deploymentName());
    }

    /** All deployments of the Convex project, the connected one among them. Asks Convex. */
    public List<PlatformDeployment> deployments(ProjectId project) {
        List<PlatformDeployment> found = remote.deployments(project);
        keys.heard(rows.require(project).id(), found);
        rows.change(project, row -> found.stream().anyMatch(row::heard));
        return found;
    }

    /** Puts the outcome of an attempt in place of what the project was connected to, in the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void connect(Outcome outcome) {
        put(outcome.project(), row -> row.connected(outcome, vault, rows.now()));
    }

    /**
     * Connects a deployment that somebody hosts themselves. Asks it first, so that a wrong address or key is never stored.
     *
     * @throws Problem when the deployment does not answer or does not take the key
     */
    public void connectSelfHosted(ProjectId project, PersonId person, ConvexDeployment deployment) {
        CanonicalUrls urls = admin.canonicalUrls(deployment);
        put(project, row -> row.connectedByHand(person, deployment, urls, vault, rows.now()));
        rows.tell(project);
    }

    private void put(ProjectId project, Consumer<CredentialsEntity> fill) {
        rows.put(project, row -> {
            // What it was connected to before had deployments of its own.
            keys.forget(row.id());
            fill.accept(row);
        });
    }

    /**
     * Does something with the project's deployment, and notices when Convex no longer takes the key. A network that fails
     * says nothing about the key.
     *
     * @throws Problem what the work throws, or that the project is not connected
     */
    public <T> T with(ProjectId project, Function<ConvexDeployment, T> work) {
        ConvexDeployment deployment = deployment(project).orElseThrow(ConnectionRows::notConnected);
        try {
            T result = work.apply(deployment);
            rows.change(project, row -> row.takesKey(rows.now()));
            return result;
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.REVOKED)) {
                refused(project, problem);
            }
            throw problem;
        }
    }

    /** The same with the deployment that is meant; a key to it is made when there is none, or it was deleted at Convex. */
    public <T> T with(Target target, Function<ConvexDeployment, T> work) {
        Optional<String> other = other(target);
        if (other.isEmpty()) {
            return with(target.project(), work);
        }
        try {
            return work.apply(open(target, other.get()).deployment());
        } catch (PlatformProblem problem) {
            if (!problem.is(PlatformProblem.REVOKED)) {
                throw problem;
            }
            keys.dead(target.project(), other.get());
            check(target.project());
            return work.apply(open(target, other.get()).deployment());
        }
    }

    /**
     * Changes something in the deployment that is meant.
     *
     * @throws Problem also when it is for production and the person has not said that they mean it
     */
    public <T> T change(Target target, Confirmed confirmed, Function<ConvexDeployment, T> work) {
        requireConfirmed(target, confirmed);
        return with(target, work);
    }

    /** @throws Problem when the target is for production and the person has not said that they mean it */
    public void requireConfirmed(Target target, Confirmed confirmed) {
        if (confirmed == Confirmed.NO && type(target) == DeploymentType.PROD) {
            throw new Problem(
                    new ProblemCode("ProductionNotConfirmed"),
                    Problem.Kind.PERMANENT,
                    "This is a production deployment, so nothing was changed.",
                    "Confirm that you mean production.");
        }
    }

    /** What the deployment that is meant is for. */
    public DeploymentType type(Target target) {
        return other(target)
                .map(name -> open(target, name).type())
                .orElseGet(() -> rows.require(target.project()).deploymentType());
    }

    /** Its name, when it is not the connected one. */
    private Optional<String> other(Target target) {
        Optional<String> connected = rows.require(target.project()).deploymentName();
        return target.deployment().filter(name -> !connected.equals(Optional.of(name)));
    }

    private OpenDeployment open(Target target, String name) {
        return keys.open(target.project(), name);
    }

    /** What there is to see of a deployment; asks it, so that its key is known to work. */
    public Deployment look(Target target) {
        Connected connected = find(target.project()).orElseThrow(ConnectionRows::notConnected);
        Optional<String> other = other(target);
        if (other.isEmpty()) {
            return connected.deployment(dashboard(connected));
        }
        OpenDeployment open = open(target, other.get());
        CanonicalUrls urls = with(target, admin::canonicalUrls);
        return new Deployment(
                other,
                open.type(),
                open.deployment().url(),
                Optional.of(urls.site()),
                remote.dashboard(connected, other));
    }

    /** Asks the deployment whether it still takes the key. */
    public void check(ProjectId project) {
        with(project, admin::canonicalUrls);
    }

    private void refused(ProjectId project, PlatformProblem problem) {
        rows.change(project, row -> {
            boolean news = row.refusesKey(problem.sentence(), rows.now());
            if (row.isInUse()) {
                // Not one that was renewed since: this key is of the older token.
                row.grant()
                        .flatMap(id -> grants.find(id.value()))
                        .filter(grant -> row.isSince(grant.since()))
                        .ifPresent(grant -> grants.revoked(grant.id()));
            }
            return news;
        });
    }

    /** How much goes when a project is disconnected; each does what the one before it does. */
    public enum Parting {
        /** Lockstep forgets its keys. */
        FORGET,
        /** The keys are deleted at Convex first. */
        DELETE_KEY,
        /** The project is deleted at Convex with all its deployments and data. */
        DELETE_PROJECT
    }

    /** @throws Problem what Convex refused; the connection is marked then, and it can be tried again */
    public void disconnect(ProjectId project, Parting parting) {
        disconnecting.disconnect(project, parting);
    }

    /** Seals with the newest key what an older one sealed. @return how many */
    @Transactional
    int reseal() {
        long done = rows.all().stream().filter(row -> row.reseal(vault)).count();
        return (int) done + keys.reseal();
    }
}

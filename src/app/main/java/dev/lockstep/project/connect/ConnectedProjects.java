package dev.lockstep.project.connect;

import dev.lockstep.account.person.UserId;
import dev.lockstep.convex.deployment.CanonicalUrls;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connect.Connected.Mode;
import dev.lockstep.project.connect.Connected.State;
import dev.lockstep.project.vault.Vault;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
                .collect(Collectors.toMap(it -> new ProjectId(it.projectId), CredentialsEntity::connected));
    }

    /** The deployment with its key, for a call of the server's own; empty when the project is not connected. */
    @Transactional(readOnly = true)
    public Optional<ConvexDeployment> deployment(ProjectId project) {
        return rows.find(project).map(this::deployment);
    }

    private ConvexDeployment deployment(CredentialsEntity entity) {
        return new ConvexDeployment(URI.create(entity.deploymentUrl), vault.open(entity.adminKey, entity.place()));
    }

    /** Where the deployment is in Convex's dashboard; empty for one that Convex does not host. */
    public Optional<URI> dashboard(Connected connected) {
        return remote.dashboard(connected, connected.deploymentName());
    }

    /** All deployments of the Convex project, the connected one among them. Asks Convex. */
    public List<PlatformDeployment> deployments(ProjectId project) {
        List<PlatformDeployment> found = remote.deployments(project);
        keys.heard(rows.require(project).id, found);
        rows.change(
                project,
                entity -> found.stream()
                        .filter(one -> one.name().equals(entity.deploymentName) && one.type() != entity.deploymentType)
                        .map(one -> entity.deploymentType = one.type())
                        .findFirst()
                        .isPresent());
        return found;
    }

    /** Puts the outcome of an attempt in place of what the project was connected to, in the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    void connect(AttemptEntity attempt, Grant grant, String keyName, Secret key, CanonicalUrls urls) {
        put(new ProjectId(attempt.projectId), new UserId(attempt.person), entity -> {
            entity.mode = Mode.OAUTH;
            entity.grantId = grant.id().value();
            entity.teamId = grant.teamId();
            entity.teamSlug = grant.teamSlug();
            entity.convexProjectId = attempt.convexProjectId;
            entity.projectSlug = attempt.convexProjectSlug;
            entity.deploymentName = attempt.deploymentName;
            entity.deploymentType = DeploymentType.DEV;
            entity.deploymentUrl = Objects.requireNonNull(attempt.deploymentUrl);
            entity.siteUrl = urls.site().toString();
            entity.keyName = keyName;
            entity.adminKey = vault.seal(key, entity.place());
        });
    }

    /**
     * Connects a deployment that somebody hosts themselves. Asks it first, so that a wrong address or key is never stored.
     *
     * @throws Problem when the deployment does not answer or does not take the key
     */
    public void connectSelfHosted(ProjectId project, UserId person, ConvexDeployment deployment) {
        CanonicalUrls urls = admin.canonicalUrls(deployment);
        put(project, person, entity -> {
            entity.mode = Mode.SELF_HOSTED;
            entity.grantId = null;
            entity.teamId = null;
            entity.teamSlug = null;
            entity.convexProjectId = null;
            entity.projectSlug = null;
            entity.deploymentName = null;
            entity.deploymentType = deployment.type();
            entity.deploymentUrl = deployment.url().toString();
            entity.siteUrl = urls.site().toString();
            entity.keyName = null;
            entity.adminKey = vault.seal(deployment.key(), entity.place());
        });
        rows.tell(project);
    }

    private void put(ProjectId project, UserId person, Consumer<CredentialsEntity> fill) {
        rows.put(project, entity -> {
            // What it was connected to before had deployments of its own.
            keys.forget(entity.id);
            fill.accept(entity);
            entity.userId = person.value();
            entity.state = State.CONNECTED;
            entity.error = null;
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
            heard(project, State.CONNECTED, null);
            return result;
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.REVOKED)) {
                heard(project, State.REVOKED, problem);
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
                .orElseGet(() -> rows.require(target.project()).deploymentType);
    }

    /** Its name, when it is not the connected one. */
    private Optional<String> other(Target target) {
        CredentialsEntity entity = rows.require(target.project());
        return target.deployment().filter(name -> !name.equals(entity.deploymentName));
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

    private void heard(ProjectId project, State state, @Nullable PlatformProblem problem) {
        rows.change(project, entity -> {
            if (entity.state != State.CONNECTED && entity.state != State.REVOKED) {
                return false;
            }
            boolean news = entity.state != state;
            entity.state = state;
            entity.error = problem == null ? null : problem.sentence();
            entity.checkedAt = rows.now();
            if (state == State.REVOKED && entity.grantId != null) {
                // Not one that was renewed since: this key is of the older token.
                grants.find(entity.grantId)
                        .filter(grant -> !grant.since().isAfter(entity.createdAt))
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
        int done = 0;
        for (CredentialsEntity entity : rows.all()) {
            if (vault.isOld(entity.adminKey)) {
                entity.adminKey = vault.seal(vault.open(entity.adminKey, entity.place()), entity.place());
                done++;
            }
        }
        return done + keys.reseal();
    }
}

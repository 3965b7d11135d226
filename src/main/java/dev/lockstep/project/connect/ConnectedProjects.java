package dev.lockstep.project.connect;

import dev.lockstep.account.person.UserId;
import dev.lockstep.convex.deployment.CanonicalUrls;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.ConvexPlatform;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import dev.lockstep.core.UuidV7;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.connect.Connected.Mode;
import dev.lockstep.project.connect.Connected.State;
import dev.lockstep.project.vault.Vault;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What projects are connected to, and the keys, which leave this room only for a call of the server's own. */
@Component
public class ConnectedProjects {

    private final CredentialsRepository credentials;
    private final Grants grants;
    private final ConvexPlatform platform;
    private final DeploymentAdmin admin;
    private final Vault vault;
    private final TransactionTemplate transaction;
    private final ConnectionNews news;
    private final Clock clock;
    private final UuidV7 ids;

    ConnectedProjects(
            CredentialsRepository credentials,
            Grants grants,
            ConvexPlatform platform,
            DeploymentAdmin admin,
            Vault vault,
            TransactionTemplate transaction,
            ConnectionNews news,
            Clock clock) {
        this.credentials = credentials;
        this.grants = grants;
        this.platform = platform;
        this.admin = admin;
        this.vault = vault;
        this.transaction = transaction;
        this.news = news;
        this.clock = clock;
        this.ids = new UuidV7(clock, new SecureRandom());
    }

    @Transactional(readOnly = true)
    public Optional<Connected> find(ProjectId project) {
        return credentials.findByProjectId(project.value()).map(CredentialsEntity::connected);
    }

    /** Those of the projects that are connected. */
    @Transactional(readOnly = true)
    public Map<ProjectId, Connected> of(Collection<ProjectId> projects) {
        return credentials
                .findByProjectIdIn(projects.stream().map(ProjectId::value).toList())
                .stream()
                .collect(Collectors.toMap(it -> new ProjectId(it.projectId), CredentialsEntity::connected));
    }

    /** The deployment with its key, for a call of the server's own; empty when the project is not connected. */
    @Transactional(readOnly = true)
    public Optional<ConvexDeployment> deployment(ProjectId project) {
        return credentials.findByProjectId(project.value()).map(this::deployment);
    }

    private ConvexDeployment deployment(CredentialsEntity entity) {
        return new ConvexDeployment(URI.create(entity.deploymentUrl), vault.open(entity.adminKey, entity.place()));
    }

    /** Where the deployment is in Convex's dashboard; empty for one that Convex does not host. */
    public Optional<URI> dashboard(Connected connected) {
        return connected
                .teamSlug()
                .flatMap(team -> connected
                        .projectSlug()
                        .flatMap(project ->
                                connected.deploymentName().map(name -> platform.dashboard(team, project, name))));
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
        transaction.executeWithoutResult(status -> put(project, person, entity -> {
            entity.mode = Mode.SELF_HOSTED;
            entity.grantId = null;
            entity.teamId = null;
            entity.teamSlug = null;
            entity.convexProjectId = null;
            entity.projectSlug = null;
            entity.deploymentName = null;
            entity.deploymentType = typeOf(deployment.key());
            entity.deploymentUrl = deployment.url().toString();
            entity.siteUrl = urls.site().toString();
            entity.keyName = null;
            entity.adminKey = vault.seal(deployment.key(), entity.place());
        }));
        news.about(project);
    }

    /** A key says what it is for in front of its name; one that says nothing is taken to be for development. */
    private static DeploymentType typeOf(Secret key) {
        String front = key.reveal().split("\\|", 2)[0];
        return front.startsWith("prod:") ? DeploymentType.PROD : DeploymentType.DEV;
    }

    private void put(ProjectId project, UserId person, Consumer<CredentialsEntity> fill) {
        CredentialsEntity entity =
                credentials.lock(project.value()).orElseGet(() -> new CredentialsEntity(ids.get(), project.value()));
        fill.accept(entity);
        entity.userId = person.value();
        entity.state = State.CONNECTED;
        entity.error = null;
        entity.createdAt = clock.instant();
        entity.updatedAt = clock.instant();
        entity.checkedAt = clock.instant();
        credentials.saveAndFlush(entity);
    }

    /**
     * Does something with the project's deployment, and notices when Convex no longer takes the key. A network that fails
     * says nothing about the key.
     *
     * @throws Problem what the work throws, or that the project is not connected
     */
    public <T> T with(ProjectId project, Function<ConvexDeployment, T> work) {
        ConvexDeployment deployment = deployment(project).orElseThrow(ConnectedProjects::notConnected);
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

    /** Asks the deployment whether it still takes the key. */
    public void check(ProjectId project) {
        with(project, admin::canonicalUrls);
    }

    private void heard(ProjectId project, State state, @org.jspecify.annotations.Nullable PlatformProblem problem) {
        Boolean changed = transaction.execute(status -> credentials
                .lock(project.value())
                .filter(entity -> entity.state == State.CONNECTED || entity.state == State.REVOKED)
                .map(entity -> {
                    boolean news = entity.state != state;
                    entity.state = state;
                    entity.error = problem == null ? null : problem.sentence();
                    entity.checkedAt = clock.instant();
                    if (state == State.REVOKED && entity.grantId != null) {
                        // Not one that was renewed since: this key is of the older token.
                        grants.find(entity.grantId)
                                .filter(grant -> !grant.since().isAfter(entity.createdAt))
                                .ifPresent(grant -> grants.revoked(grant.id()));
                    }
                    return news;
                })
                .orElse(false));
        if (Boolean.TRUE.equals(changed)) {
            news.about(project);
        }
    }

    /** How much goes when a project is disconnected; each does what the one before it does. */
    public enum Parting {
        /** Lockstep forgets its key. */
        FORGET,
        /** The key is deleted at Convex first. */
        DELETE_KEY,
        /** The project is deleted at Convex with all its deployments and data. */
        DELETE_PROJECT
    }

    /**
     * Disconnects. What Convex refuses leaves the connection there, marked, with the reason, so that it can be tried again;
     * what is gone at Convex already is no failure.
     *
     * @throws Problem what Convex said
     */
    public void disconnect(ProjectId project, Parting parting) {
        CredentialsEntity entity =
                credentials.findByProjectId(project.value()).orElseThrow(ConnectedProjects::notConnected);
        mark(project, State.DISCONNECTING, null);
        try {
            if (parting != Parting.FORGET && entity.mode == Mode.OAUTH) {
                Secret token = grants.token(new GrantId(Objects.requireNonNull(entity.grantId)))
                        .orElseThrow(ConnectedProjects::notConnected);
                undo(entity, parting, token);
            }
        } catch (RuntimeException e) {
            mark(project, State.DISCONNECT_FAILED, e instanceof Problem problem ? problem.sentence() : "Unexpected.");
            throw e;
        }
        transaction.executeWithoutResult(
                status -> credentials.lock(project.value()).ifPresent(credentials::delete));
        news.about(project);
    }

    private void undo(CredentialsEntity entity, Parting parting, Secret token) {
        if (entity.deploymentName != null && entity.keyName != null) {
            deleteKey(token, entity.deploymentName, entity.keyName);
        }
        if (parting == Parting.DELETE_PROJECT && entity.convexProjectId != null) {
            platform.deleteProject(token, entity.convexProjectId);
        }
    }

    private void deleteKey(Secret token, String deployment, String keyName) {
        try {
            platform.deleteDeployKey(token, deployment, keyName);
        } catch (PlatformProblem problem) {
            // The key is the token under another name, so that what Convex took away took it along.
            if (!problem.is(PlatformProblem.REVOKED)) {
                throw problem;
            }
        }
    }

    private void mark(ProjectId project, State state, @org.jspecify.annotations.Nullable String error) {
        transaction.executeWithoutResult(
                status -> credentials.lock(project.value()).ifPresent(entity -> {
                    entity.state = state;
                    entity.error = error;
                    entity.updatedAt = clock.instant();
                }));
        news.about(project);
    }

    /** Seals with the newest key what an older one sealed. @return how many */
    @Transactional
    int reseal() {
        int done = 0;
        for (CredentialsEntity entity : credentials.findAll()) {
            if (vault.isOld(entity.adminKey)) {
                entity.adminKey = vault.seal(vault.open(entity.adminKey, entity.place()), entity.place());
                done++;
            }
        }
        return done;
    }

    private static Problem notConnected() {
        return new Problem(
                new dev.lockstep.core.ProblemCode("NotConnected"),
                Problem.Kind.PERMANENT,
                "This project is not connected to Convex.",
                "Connect it first.");
    }
}

package dev.lockstep.project.connect;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.CanonicalUrls;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.ConvexPlatform;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.deployment.PlatformProject;
import dev.lockstep.convex.deployment.PlatformTeam;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import dev.lockstep.project.attempt.AttemptId;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.ConnectStep;
import dev.lockstep.project.attempt.Fault;
import dev.lockstep.project.attempt.StepState.Progress;
import dev.lockstep.project.connect.ConnectionAttempts.Run;
import dev.lockstep.project.connection.ConnectedProjects;
import dev.lockstep.project.connection.Outcome;
import dev.lockstep.project.connection.Outcome.Home;
import dev.lockstep.project.grant.Grant;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.grant.Grants;
import dev.lockstep.project.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes a project ready at Convex, one step after the other. What a step brought is written down before the next one
 * begins, so that whoever takes the attempt up again, after a failure or a restart, goes on from there; asking for a
 * thing twice finds it the second time.
 *
 * <p>Runs on threads of its own; no transaction spans a request.
 */
@Component
class Provisioning {

    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);

    /** How far Convex's clock and ours may be apart when a project's age decides whether it is the one we asked for. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final ConnectionAttempts attempts;
    private final Grants grants;
    private final ConnectedProjects connected;
    private final ConvexPlatform platform;
    private final DeploymentAdmin admin;
    private final Vault vault;
    private final AuditTrail trail;
    private final Clock clock;

    Provisioning(
            ConnectionAttempts attempts,
            Grants grants,
            ConnectedProjects connected,
            ConvexPlatform platform,
            DeploymentAdmin admin,
            Vault vault,
            AuditTrail trail,
            Clock clock) {
        this.attempts = attempts;
        this.grants = grants;
        this.connected = connected;
        this.platform = platform;
        this.admin = admin;
        this.vault = vault;
        this.trail = trail;
        this.clock = clock;
    }

    /** Takes the attempt up, if it still is in that state. Returns at once. */
    void begin(AttemptId id, AttemptStatus from) {
        attempts.takeUp(id, from).ifPresent(this::start);
    }

    /** Takes up an attempt at which nobody works any more. Returns at once; does nothing if somebody does by now. */
    void resume(Run quiet) {
        attempts.takeUp(quiet).ifPresent(this::start);
    }

    private void start(Run run) {
        Thread.ofVirtual().name("convex-provision").start(() -> provision(run));
    }

    void provision(Run run) {
        for (ConnectStep step : ConnectStep.PROVISIONING) {
            Optional<AttemptEntity> attempt = attempts.entity(run.attempt())
                    .filter(it -> it.run() == run.number() && it.status() == AttemptStatus.PROVISIONING);
            if (attempt.isEmpty() || !attempts.change(run, (it, steps) -> steps.begin(step))) {
                return;
            }
            try {
                perform(step, run, attempt.get());
                attempts.change(run, (it, steps) -> steps.end(step, Progress.DONE));
            } catch (RuntimeException e) {
                fail(run, step, e);
                return;
            }
        }
    }

    private void perform(ConnectStep step, Run run, AttemptEntity attempt) {
        GrantId grant = needed(attempt.grant(), "Bug: provisioning without a grant");
        Secret token = grants.use(attempt.person(), grant)
                .orElseThrow(() -> new Problem(
                        PlatformProblem.REVOKED,
                        Problem.Kind.AUTH,
                        "Convex no longer accepts our access (revoked or the member left the team).",
                        "Reconnect."));
        switch (step) {
            case PROJECT ->
                project(run, attempt, token, grants.find(grant.value()).orElseThrow());
            case DEPLOYMENT -> deployment(run, attempt, token);
            case KEY -> key(run, attempt, token);
            case VERIFY -> verify(run, attempt, grants.find(grant.value()).orElseThrow());
            case AUTHORIZE, EXCHANGE, CHOOSE ->
                throw new IllegalStateException("Bug: " + step + " is not Lockstep's to do");
        }
    }

    private void project(Run run, AttemptEntity attempt, Secret token, Grant grant) {
        if (attempt.convexProject().isPresent()) {
            PlatformProject known =
                    platform.project(token, attempt.convexProject().get());
            attempts.change(run, (it, steps) -> it.named(known.slug()));
            return;
        }
        String name = needed(attempt.projectName(), "Bug: no project was chosen");
        Optional<Instant> sent = attempt.request().sent();
        if (sent.isEmpty() && takesOver(run, attempt, token)) {
            return;
        }
        Optional<PlatformProject> made = sent.flatMap(moment -> madeBefore(token, grant, name, moment));
        if (made.isEmpty()) {
            attempts.change(run, (it, steps) -> it.asksForProject(clock.instant()));
        }
        PlatformProject project = made.orElseGet(
                () -> platform.createProject(token, new PlatformTeam(grant.teamId(), grant.teamSlug()), name));
        // Even when the attempt was cancelled meanwhile: what was made must be known, to be cleaned up.
        boolean[] spare = new boolean[1];
        attempts.note(run.attempt(), it -> spare[0] = !it.made(project));
        if (spare[0]) {
            LOG.warn("A second project was made attempt={} project={}", run.attempt(), project.id());
            attempts.spare(attempt, project);
        }
    }

    /** Goes on with the project that an earlier attempt left behind, instead of leaving a second one there. */
    private boolean takesOver(Run run, AttemptEntity attempt, Secret token) {
        Optional<AttemptEntity> before = attempts.before(attempt);
        if (before.isEmpty()) {
            return false;
        }
        try {
            long left = needed(before.get().convexProject(), "Bug: nothing was left behind");
            PlatformProject project = platform.project(token, left);
            attempts.note(run.attempt(), it -> it.takesOver(project));
            attempts.note(before.get().attemptId(), AttemptEntity::handedOn);
            return true;
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.MISSING)) {
                return false;
            }
            throw problem;
        }
    }

    /**
     * An attempt is over and nobody knows whether Convex made the project: asks, so that it can be listed as left behind.
     *
     * @throws Problem when Convex does not say
     */
    void lookFor(AttemptEntity attempt) {
        Instant sent = needed(attempt.request().sent(), "Bug: nothing was asked");
        Optional<PlatformProject> made = madeFor(attempt, sent);
        attempts.unansweredLookedFor(attempt, made);
    }

    /**
     * A request of an attempt was overtaken by another, and nobody knows whether Convex carried it out as well: asks, so that
     * the second project can be listed as left behind.
     *
     * @throws Problem when Convex does not say
     */
    void lookForStray(AttemptEntity attempt) {
        Instant sent = needed(attempt.request().stray(), "Bug: nothing was overtaken");
        Optional<PlatformProject> made = madeFor(attempt, sent);
        made.ifPresent(it -> LOG.warn(
                "A request that was overtaken made a project attempt={} project={}", attempt.attemptId(), it.id()));
        attempts.strayLookedFor(attempt.attemptId(), made);
    }

    /** @throws Problem when Convex does not say, or the access is gone, which is noted */
    private Optional<PlatformProject> madeFor(AttemptEntity attempt, Instant sent) {
        GrantId id = needed(attempt.grant(), "Bug: asked Convex without a grant");
        String name = needed(attempt.projectName(), "Bug: no project was chosen");
        Grant grant = grants.find(id.value()).orElseThrow();
        Secret token = grants.token(id).orElseThrow();
        try {
            return madeBefore(token, grant, name, sent);
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.REVOKED)) {
                grants.revoked(id);
            }
            throw problem;
        }
    }

    /** The project that an earlier request made, whose answer never came. */
    private Optional<PlatformProject> madeBefore(Secret token, Grant grant, String name, Instant sent) {
        return platform.projects(token, grant.teamId(), name).stream()
                .filter(project -> project.name().equals(name))
                .filter(project -> project.created().isAfter(sent.minus(SKEW)))
                .filter(project -> !attempts.knows(project.id()))
                .max(Comparator.comparing(PlatformProject::created));
    }

    private void deployment(Run run, AttemptEntity attempt, Secret token) {
        long project = needed(attempt.convexProject(), "Bug: no project to deploy to");
        List<PlatformDeployment> dev = platform.deployments(token, project).stream()
                .filter(deployment -> deployment.type() == DeploymentType.DEV)
                .sorted(Comparator.comparing(PlatformDeployment::isDefault).reversed())
                .toList();
        PlatformDeployment chosen =
                dev.isEmpty() ? platform.createDeployment(token, project, DeploymentType.DEV) : dev.getFirst();
        attempts.change(run, (it, steps) -> it.deploysTo(chosen));
    }

    private void key(Run run, AttemptEntity attempt, Secret token) {
        if (attempt.deployKey().isPresent()) {
            return;
        }
        String deployment = needed(attempt.deploymentName(), "Bug: no deployment to open");
        String name = keyName(run.attempt());
        // An earlier request may have made it without an answer, and a key is shown only once.
        platform.deleteDeployKey(token, deployment, name);
        Secret key = platform.createDeployKey(token, deployment, name);
        attempts.change(run, (it, steps) -> it.keyCame(vault.seal(key, keyPlace(run.attempt()))));
    }

    private void verify(Run run, AttemptEntity attempt, Grant grant) {
        Secret key = vault.open(needed(attempt.deployKey(), "Bug: no key to try"), keyPlace(run.attempt()));
        URI url = URI.create(needed(attempt.deploymentUrl(), "Bug: no deployment to try"));
        var deployment = new ConvexDeployment(url, key);
        CanonicalUrls urls = admin.canonicalUrls(deployment);
        attempts.change(run, (it, steps) -> {
            if (it.connected()) {
                connected.connect(new Outcome(it.project(), it.person(), grant, home(it, run), deployment, urls));
                steps.end(ConnectStep.VERIFY, Progress.DONE);
                String slug = it.convexProjectSlug().orElse(null);
                audit(it, "project.connected", "to " + grant.teamSlug() + "/" + slug);
            }
        });
        LOG.info(
                "Connected project={} deployment={}",
                attempt.project(),
                attempt.deploymentName().orElse(""));
    }

    private static Home home(AttemptEntity attempt, Run run) {
        return new Home(
                attempt.convexProject(), attempt.convexProjectSlug(), attempt.deploymentName(), keyName(run.attempt()));
    }

    /** Ends the run, with what to tell the person. */
    void fail(Run run, ConnectStep step, RuntimeException failure) {
        Problem problem = failure instanceof Problem known ? known : unexpected(step, failure);
        boolean revoked = problem.code().equals(PlatformProblem.REVOKED);
        Fault why = step == ConnectStep.EXCHANGE ? startingAgain(problem) : Fault.of(problem);
        attempts.change(run, (it, steps) -> {
            if (!it.failed(why)) {
                return;
            }
            steps.end(step, Progress.FAILED);
            audit(it, "project.connect-failed", step + " " + problem.code());
            if (revoked) {
                it.grant().ifPresent(grants::revoked);
            }
        });
        LOG.warn("Connecting stopped step={} code={} attempt={}", step, problem.code(), run.attempt());
    }

    /** What would mend itself elsewhere does not here: the code is used up. */
    private static Fault startingAgain(Problem problem) {
        return problem.kind() == Problem.Kind.TRANSIENT
                ? new Fault(problem.code().text(), problem.sentence(), Fault.START_AGAIN)
                : Fault.of(problem);
    }

    private void audit(AttemptEntity attempt, String action, String detail) {
        trail.add(AuditEntry.general(attempt.person().value(), action, "project " + attempt.project() + " " + detail));
    }

    private static Problem unexpected(ConnectStep step, RuntimeException failure) {
        LOG.error("Connecting failed at step={}", step, failure);
        return new Problem(
                new dev.lockstep.core.ProblemCode("Unexpected"),
                Problem.Kind.TRANSIENT,
                "Something in Lockstep went wrong; it is in the log.",
                "Try again.");
    }

    private static <T> T needed(Optional<T> part, String bug) {
        return part.orElseThrow(() -> new IllegalStateException(bug));
    }

    private static String keyName(AttemptId id) {
        return "lockstep-" + id.toString().substring(24);
    }

    private static String keyPlace(AttemptId id) {
        return "connection_attempt/" + id + "/deploy_key";
    }
}

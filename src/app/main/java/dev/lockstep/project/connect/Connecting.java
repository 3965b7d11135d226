package dev.lockstep.project.connect;

import dev.lockstep.convex.deployment.AuthorizationRequest;
import dev.lockstep.convex.deployment.ConvexPlatform;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.deployment.PlatformProject;
import dev.lockstep.convex.deployment.PlatformTeam;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.AttemptId;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.attempt.ConnectStep;
import dev.lockstep.project.attempt.StepState.Progress;
import dev.lockstep.project.connect.ConnectionAttempts.Run;
import dev.lockstep.project.grant.Grant;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.grant.Grants;
import dev.lockstep.project.vault.Vault;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What a person does on the way to a connection: agrees on Convex's page, picks a project, tries again, gives up. What
 * Lockstep does then by itself is {@link Provisioning}'s.
 */
@Component
public class Connecting {

    private final ConnectionAttempts attempts;
    private final Grants grants;
    private final Provisioning provisioning;
    private final ConvexPlatform platform;
    private final Vault vault;

    Connecting(
            ConnectionAttempts attempts,
            Grants grants,
            Provisioning provisioning,
            ConvexPlatform platform,
            Vault vault) {
        this.attempts = attempts;
        this.grants = grants;
        this.provisioning = provisioning;
        this.platform = platform;
        this.vault = vault;
    }

    /** Whether people can agree at Convex to connect a team. */
    public boolean isOffered() {
        return platform.hasApplication();
    }

    /**
     * Begins an attempt for which the person has to agree at Convex.
     *
     * @param session the browser's session: only it can bring the answer
     * @param redirectUri as registered with Convex
     * @return where to send the person
     * @throws Problem when another attempt stands in the way, or this installation has no application at Convex
     */
    public URI authorize(ProjectId project, PersonId person, String session, URI redirectUri) {
        String state = Consent.nonce();
        String verifier = Consent.nonce();
        URI there = platform.authorizeTeam(new AuthorizationRequest(redirectUri, state, Consent.hash(verifier)));
        Attempt attempt = attempts.begin(
                project,
                person,
                AttemptStatus.AUTHORIZING,
                entity -> entity.asks(new Consent.Question(
                        Consent.hash(state),
                        Consent.hash(session),
                        redirectUri.toString(),
                        vault.seal(Secret.of(verifier), verifierPlace(entity.attemptId())))));
        attempts.change(new Run(attempt.id(), 0), (entity, steps) -> steps.begin(ConnectStep.AUTHORIZE));
        return there;
    }

    /** Begins an attempt in a team that the person has authorised before. */
    public Attempt withTeam(ProjectId project, PersonId person, GrantId grant) {
        if (grants.of(person).stream().noneMatch(known -> known.id().equals(grant))) {
            throw new Problem(
                    PlatformProblem.REVOKED,
                    Problem.Kind.PERMANENT,
                    "This team is not authorised any more.",
                    "Authorise it again.",
                    Problem.Words.of("team"));
        }
        Attempt attempt = attempts.begin(project, person, AttemptStatus.SELECTING, entity -> entity.inTeam(grant));
        attempts.change(new Run(attempt.id(), 0), (entity, steps) -> steps.begin(ConnectStep.CHOOSE));
        return attempts.find(attempt.id()).orElse(attempt);
    }

    /**
     * The person is back with Convex's answer. Returns at once; the code is traded for a token meanwhile.
     *
     * @return which project it was for
     * @throws Problem when the answer belongs to no question of this person in this browser, or came twice or late
     */
    public ProjectId returned(String state, Secret code, PersonId person, String session) {
        AttemptEntity known = attempts.byState(Consent.hash(state)).orElseThrow(Connecting::unknown);
        boolean theirs = known.person().equals(person)
                && known.sessionHash()
                        .filter(hash -> Consent.same(hash, Consent.hash(session)))
                        .isPresent();
        if (!theirs) {
            throw known.status() == AttemptStatus.AUTHORIZING ? unknown() : over();
        }
        var run = new Run(known.attemptId(), known.run());
        boolean[] first = new boolean[1];
        attempts.change(run, (entity, steps) -> {
            first[0] = entity.returned();
            if (first[0]) {
                steps.end(ConnectStep.AUTHORIZE, Progress.DONE);
                steps.begin(ConnectStep.EXCHANGE);
            }
        });
        if (!first[0]) {
            throw over();
        }
        Thread.ofVirtual().name("convex-exchange").start(() -> exchange(run, known, person, code));
        return known.project();
    }

    private void exchange(Run run, AttemptEntity asked, PersonId person, Secret code) {
        try {
            Secret verifier = vault.open(String.valueOf(asked.verifier().orElse(null)), verifierPlace(run.attempt()));
            Secret token = platform.exchange(
                    code, URI.create(String.valueOf(asked.redirectUri().orElse(null))), verifier);
            PlatformTeam team = platform.team(token).orElseThrow(Connecting::oneProjectOnly);
            Grant grant = grants.keep(person, team, token);
            attempts.change(run, (entity, steps) -> {
                if (entity.authorized(grant.id())) {
                    steps.end(ConnectStep.EXCHANGE, Progress.DONE);
                    steps.begin(ConnectStep.CHOOSE);
                }
            });
        } catch (RuntimeException e) {
            provisioning.fail(run, ConnectStep.EXCHANGE, e);
        }
    }

    /**
     * The projects of the attempt's team whose name or slug has this text in it, for the person to pick from.
     *
     * @throws Problem when Convex does not say; access that it no longer takes is forgotten then
     */
    public List<PlatformProject> projects(Attempt attempt, String text) {
        AttemptEntity entity = attempts.entity(attempt.id()).orElseThrow(Connecting::over);
        Grant grant = entity.grant().map(GrantId::value).flatMap(grants::find).orElseThrow(Connecting::over);
        Secret token = grants.use(attempt.person(), grant.id()).orElseThrow(Connecting::over);
        try {
            return platform.projects(token, grant.teamId(), text);
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.REVOKED)) {
                grants.revoked(grant.id());
            }
            throw problem;
        }
    }

    /** The person has picked; Lockstep does the rest. Picking twice is picking once. */
    public void select(Attempt attempt, Choice choice) {
        attempts.change(new Run(attempt.id(), 0), (entity, steps) -> {
            if (entity.status() == AttemptStatus.SELECTING && entity.chose(checked(choice))) {
                steps.end(ConnectStep.CHOOSE, Progress.DONE);
            }
        });
        provisioning.begin(attempt.id(), AttemptStatus.SELECTING);
    }

    /** Goes on where a failed attempt stopped; what was done already stays done. */
    public void again(Attempt attempt) {
        if (attempt.status() == AttemptStatus.FAILED && !attempt.canGoOn()) {
            throw over();
        }
        provisioning.begin(attempt.id(), AttemptStatus.FAILED);
    }

    /** Ends an attempt that is under way. What it made at Convex is listed as left behind. */
    public void cancel(Attempt attempt) {
        attempts.entity(attempt.id())
                .ifPresent(
                        entity -> attempts.change(new Run(attempt.id(), entity.run()), (it, steps) -> it.cancelled()));
    }

    /**
     * Ends the attempt under way if it waits for this person, who has found another way.
     *
     * @throws Problem when it does not, and stands in the way
     */
    public void makeWay(ProjectId project, PersonId person) {
        attempts.end(project, person);
    }

    /** The project's attempt under way, or else its last one. */
    public Optional<Attempt> latest(ProjectId project) {
        return attempts.latest(project);
    }

    private static Choice checked(Choice choice) {
        if (!(choice instanceof Choice.Fresh(String name))) {
            return choice;
        }
        String stripped = name.strip();
        if (stripped.isEmpty() || stripped.length() > 100) {
            throw new Problem(
                    new ProblemCode("BadProjectName"),
                    Problem.Kind.PERMANENT,
                    "The name of the new project has 1 to 100 characters.",
                    "Give it another name.",
                    Problem.Words.of("convex"));
        }
        return new Choice.Fresh(stripped);
    }

    private static String verifierPlace(AttemptId id) {
        return "connection_attempt/" + id + "/verifier";
    }

    private static Problem unknown() {
        return new Problem(
                new ProblemCode("UnknownAuthorization"),
                Problem.Kind.PERMANENT,
                "This answer from Convex belongs to nothing that was begun here in this browser.",
                "Start again from the project's page, in one browser and signed in as one person.");
    }

    private static Problem over() {
        return new Problem(
                new ProblemCode("AuthorizationOver"),
                Problem.Kind.PERMANENT,
                "This authorization was used already, was cancelled, or has expired.",
                "Start again from the project's page.");
    }

    private static Problem oneProjectOnly() {
        return new Problem(
                PlatformProblem.GRANT_REFUSED,
                Problem.Kind.PERMANENT,
                "Convex gave access to a single project, where a team was asked for.",
                "Start again and choose a team.",
                Problem.Words.of("single"));
    }
}

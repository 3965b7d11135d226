package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.deployment.PlatformProject;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.connect.Connected;
import dev.lockstep.project.connect.ConnectedProjects;
import dev.lockstep.project.connect.ConnectedProjects.Parting;
import dev.lockstep.project.connect.Connecting;
import dev.lockstep.project.connect.ConnectionNews;
import dev.lockstep.project.connect.Orphan;
import dev.lockstep.project.connect.Orphans;
import dev.lockstep.project.grant.Grant;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.grant.Grants;
import dev.lockstep.project.server.DevServerRuns;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * The door to what projects are connected to. Owners connect and disconnect; members look. Every method asks who is asking
 * and checks it; an attempt is taken further only by the person who began it.
 */
@Service
public class Connections {

    private final Projects projects;
    private final Connecting connecting;
    private final ConnectedProjects connected;
    private final Grants grants;
    private final DevServerRuns servers;
    private final Orphans orphans;
    private final ConnectionNews news;
    private final AuditTrail trail;

    Connections(
            Projects projects,
            Connecting connecting,
            ConnectedProjects connected,
            Grants grants,
            DevServerRuns servers,
            Orphans orphans,
            ConnectionNews news,
            AuditTrail trail) {
        this.projects = projects;
        this.connecting = connecting;
        this.connected = connected;
        this.grants = grants;
        this.servers = servers;
        this.orphans = orphans;
        this.news = news;
        this.trail = trail;
    }

    public Connection of(PersonId person, ProjectId id) {
        Project project = projects.require(person, id, ProjectRole.VIEWER);
        Optional<Connected> now = connected.find(id);
        Optional<Attempt> attempt = connecting
                .latest(id)
                .filter(it -> it.status().isUnderWay()
                        || (it.fault().isPresent()
                                && it.status() != AttemptStatus.CANCELLED
                                && now.filter(known -> known.since().isAfter(it.startedAt()))
                                        .isEmpty()));
        return new Connection(project, now, attempt, now.map(known -> known.deployment(connected.dashboard(known))));
    }

    /** What each of these projects is connected to; those that are not are left out. */
    public Map<ProjectId, Connected> of(Collection<Project> seen) {
        return connected.of(seen.stream().map(Project::id).toList());
    }

    /** Whether teams at Convex can be connected; where not, deployments can, by their address and a key. */
    public boolean connectsTeams() {
        return connecting.isOffered();
    }

    /** The teams that the person has authorised, the one used last first. */
    public List<Grant> teams(PersonId person) {
        return grants.of(person);
    }

    /** Calls after every change of the project's connection, on any thread. @return ends it */
    public Runnable watch(PersonId person, ProjectId id, Runnable watcher) {
        projects.require(person, id, ProjectRole.VIEWER);
        return news.watch(id, watcher);
    }

    /**
     * Begins an attempt for which the person has to agree at Convex.
     *
     * @return where to send them
     */
    public URI authorize(PersonId person, ProjectId id, String session, URI redirectUri) {
        projects.requireToChange(person, id, ProjectRole.OWNER);
        audit(person, "project.connecting", id, "");
        return connecting.authorize(id, person, session, redirectUri);
    }

    /** The person is back from Convex. @return which project it was for */
    public ProjectId returned(PersonId person, String state, Secret code, String session) {
        return connecting.returned(state, code, person, session);
    }

    /** Begins an attempt in a team that the person has authorised before. */
    public Attempt withTeam(PersonId person, ProjectId id, GrantId team) {
        projects.requireToChange(person, id, ProjectRole.OWNER);
        audit(person, "project.connecting", id, "");
        return connecting.withTeam(id, person, team);
    }

    /** What the team of the attempt under way has, for the person to pick from. Asks Convex. */
    public List<PlatformProject> choices(PersonId person, ProjectId id, String text) {
        return connecting.projects(own(person, id), text);
    }

    public void select(PersonId person, ProjectId id, Choice choice) {
        connecting.select(own(person, id), choice);
    }

    /** Goes on where the last attempt failed. */
    public void again(PersonId person, ProjectId id) {
        connecting.again(own(person, id));
    }

    /** Ends the attempt under way, if there is one; an owner may end anybody's. */
    public void cancel(PersonId person, ProjectId id) {
        projects.requireToChange(person, id, ProjectRole.OWNER);
        connecting.latest(id).filter(it -> it.status().isUnderWay()).ifPresent(attempt -> {
            connecting.cancel(attempt);
            audit(person, "project.connect-cancelled", id, "");
        });
    }

    /** Connects a deployment that somebody hosts themselves; asks it first. */
    public void selfHosted(PersonId person, ProjectId id, String url, String key) {
        projects.requireToChange(person, id, ProjectRole.OWNER);
        var deployment = new ConvexDeployment(SelfHosted.url(url), SelfHosted.key(key));
        connecting.makeWay(id, person);
        try {
            connected.connectSelfHosted(id, person, deployment);
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.FORBIDDEN_ADDRESS)) {
                throw SelfHosted.refusedAddress(problem);
            }
            throw problem.is(PlatformProblem.REVOKED) ? SelfHosted.refusedKey() : problem;
        }
        audit(person, "project.connected", id, "self-hosted at " + deployment.url());
    }

    /** Asks the deployment whether it still takes our key. */
    public void check(PersonId person, ProjectId id) {
        projects.require(person, id, ProjectRole.VIEWER);
        connected.check(id);
    }

    /**
     * Stops the dev server, cleans the project's files of the deployment, and disconnects.
     *
     * @throws Problem what Convex refused; the connection is marked then and can be ended again
     */
    public void disconnect(PersonId person, ProjectId id, Parting parting) {
        projects.requireToChange(person, id, ProjectRole.OWNER);
        audit(person, "project.disconnecting", id, parting.name());
        // First, while its key still works: a dev server that lost its key would only say so again and again.
        servers.forget(id);
        connected.disconnect(id, parting);
        audit(person, "project.disconnected", id, parting.name());
    }

    /** Projects that were made at Convex for attempts of this person's of which nothing came. */
    public List<Orphan> leftBehind(PersonId person) {
        return orphans.all().stream()
                .filter(orphan -> orphan.person().equals(person))
                .toList();
    }

    /** Deletes one at Convex. */
    public void cleanUp(PersonId person, Orphan orphan) {
        if (!orphan.person().equals(person)) {
            throw new IllegalArgumentException("Bug: somebody else's attempt made it");
        }
        orphans.delete(orphan);
        trail.addAlone(
                AuditEntry.general(person.value(), "project.cleaned-up", orphan.teamSlug() + "/" + orphan.slug()));
    }

    private Attempt own(PersonId person, ProjectId id) {
        projects.requireToChange(person, id, ProjectRole.OWNER);
        return connecting
                .latest(id)
                .filter(attempt -> attempt.person().equals(person))
                .orElseThrow(() -> new Problem(
                        new ProblemCode("NoAttempt"),
                        Problem.Kind.PERMANENT,
                        "You are not connecting this project at the moment.",
                        "Press Connect."));
    }

    private void audit(PersonId person, String action, ProjectId id, String detail) {
        trail.addAlone(AuditEntry.general(person.value(), action, ("project " + id + " " + detail).strip()));
    }
}

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
import dev.lockstep.project.Visit.ChangingOwner;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.connect.Connecting;
import dev.lockstep.project.connect.Orphan;
import dev.lockstep.project.connect.Orphans;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.connection.ConnectedProjects;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
import dev.lockstep.project.connection.ConnectionNews;
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
 * The door to what projects are connected to. Owners connect and disconnect; members look. What is done with a
 * project needs a proof of the role; an attempt is taken further only by the person who began it.
 */
@Service
public class Connections {

    private final Connecting connecting;
    private final ConnectedProjects connected;
    private final Grants grants;
    private final DevServerRuns servers;
    private final Orphans orphans;
    private final ConnectionNews news;
    private final AuditTrail trail;

    Connections(
            Connecting connecting,
            ConnectedProjects connected,
            Grants grants,
            DevServerRuns servers,
            Orphans orphans,
            ConnectionNews news,
            AuditTrail trail) {
        this.connecting = connecting;
        this.connected = connected;
        this.grants = grants;
        this.servers = servers;
        this.orphans = orphans;
        this.news = news;
        this.trail = trail;
    }

    public Connection of(Viewer viewer) {
        Optional<Connected> now = connected.find(viewer.project());
        Optional<Attempt> attempt = connecting
                .latest(viewer.project())
                .filter(it -> it.status().isUnderWay()
                        || (it.fault().isPresent()
                                && it.status() != AttemptStatus.CANCELLED
                                && now.filter(known -> known.since().isAfter(it.startedAt()))
                                        .isEmpty()));
        return new Connection(
                viewer.seen(), now, attempt, now.map(known -> known.deployment(connected.dashboard(known))));
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
    public Runnable watch(Viewer viewer, Runnable watcher) {
        return news.watch(viewer.project(), watcher);
    }

    /**
     * Begins an attempt for which the person has to agree at Convex.
     *
     * @return where to send them
     */
    public URI authorize(ChangingOwner owner, String session, URI redirectUri) {
        audit(owner, "project.connecting", "");
        return connecting.authorize(owner.project(), owner.person(), session, redirectUri);
    }

    /** The person is back from Convex. @return which project it was for */
    public ProjectId returned(PersonId person, String state, Secret code, String session) {
        return connecting.returned(state, code, person, session);
    }

    /** Begins an attempt in a team that the person has authorised before. */
    public Attempt withTeam(ChangingOwner owner, GrantId team) {
        audit(owner, "project.connecting", "");
        return connecting.withTeam(owner.project(), owner.person(), team);
    }

    /** What the team of the attempt under way has, for the person to pick from. Asks Convex. */
    public List<PlatformProject> choices(ChangingOwner owner, String text) {
        return connecting.projects(own(owner), text);
    }

    public void select(ChangingOwner owner, Choice choice) {
        connecting.select(own(owner), choice);
    }

    /** Goes on where the last attempt failed. */
    public void again(ChangingOwner owner) {
        connecting.again(own(owner));
    }

    /** Ends the attempt under way, if there is one; an owner may end anybody's. */
    public void cancel(ChangingOwner owner) {
        connecting
                .latest(owner.project())
                .filter(it -> it.status().isUnderWay())
                .ifPresent(attempt -> {
                    connecting.cancel(attempt);
                    audit(owner, "project.connect-cancelled", "");
                });
    }

    /** Connects a deployment that somebody hosts themselves; asks it first. */
    public void selfHosted(ChangingOwner owner, String url, String key) {
        var deployment = new ConvexDeployment(SelfHosted.url(url), SelfHosted.key(key));
        connecting.makeWay(owner.project(), owner.person());
        try {
            connected.connectSelfHosted(owner.project(), owner.person(), deployment);
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.FORBIDDEN_ADDRESS)) {
                throw SelfHosted.refusedAddress(problem);
            }
            throw problem.is(PlatformProblem.REVOKED) ? SelfHosted.refusedKey() : problem;
        }
        audit(owner, "project.connected", "self-hosted at " + deployment.url());
    }

    /** Asks the deployment whether it still takes our key. */
    public void check(Viewer viewer) {
        connected.check(viewer.project());
    }

    /**
     * Stops the dev server, cleans the project's files of the deployment, and disconnects.
     *
     * @throws Problem what Convex refused; the connection is marked then and can be ended again
     */
    public void disconnect(ChangingOwner owner, Parting parting) {
        audit(owner, "project.disconnecting", parting.name());
        // First, while its key still works: a dev server that lost its key would only say so again and again.
        servers.forget(owner.project());
        connected.disconnect(owner.project(), parting);
        audit(owner, "project.disconnected", parting.name());
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

    private Attempt own(ChangingOwner owner) {
        return connecting
                .latest(owner.project())
                .filter(attempt -> attempt.person().equals(owner.person()))
                .orElseThrow(() -> new Problem(
                        new ProblemCode("NoAttempt"),
                        Problem.Kind.PERMANENT,
                        "You are not connecting this project at the moment.",
                        "Press Connect."));
    }

    private void audit(ChangingOwner owner, String action, String detail) {
        trail.addAlone(AuditEntry.general(
                owner.person().value(), action, ("project " + owner.project() + " " + detail).strip()));
    }
}

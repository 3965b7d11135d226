package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.DeploymentState;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connect.ConnectedProjects;
import dev.lockstep.project.connect.Deployment;
import dev.lockstep.project.connect.RemoteProjects;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Service;

/**
 * The door to the deployments of the project at Convex that a project is connected to. Members look at them, owners make
 * one for production, pause and resume them. Every call asks Convex.
 */
@Service
public class Deployments {

    private final Projects projects;
    private final ConnectedProjects connected;
    private final RemoteProjects remote;
    private final DeploymentAdmin admin;
    private final AuditTrail trail;

    Deployments(
            Projects projects,
            ConnectedProjects connected,
            RemoteProjects remote,
            DeploymentAdmin admin,
            AuditTrail trail) {
        this.projects = projects;
        this.connected = connected;
        this.remote = remote;
        this.admin = admin;
        this.trail = trail;
    }

    /**
     * All of them, those for development first, then production, previews and others.
     *
     * @throws Problem also when the project is connected to a deployment that somebody hosts, which is alone
     */
    public List<PlatformDeployment> list(PersonId person, ProjectId id) {
        projects.require(person, id, ProjectRole.VIEWER);
        return connected.deployments(id).stream()
                .sorted(Comparator.comparing(PlatformDeployment::type)
                        .thenComparing(PlatformDeployment::isDefault, Comparator.reverseOrder())
                        .thenComparing(PlatformDeployment::name))
                .toList();
    }

    /** One of them; makes a key to it when there is none yet. */
    public Deployment look(PersonId person, Target target) {
        projects.require(person, target.project(), ProjectRole.VIEWER);
        return connected.look(target);
    }

    /** The deployment for production, made at Convex unless there is one. */
    public PlatformDeployment createProduction(PersonId person, ProjectId id) {
        projects.requireToChange(person, id, ProjectRole.OWNER);
        PlatformDeployment made = remote.production(id);
        audit(person, "project.deployment-created", Target.of(id, made.name()));
        return made;
    }

    /** Whether it works. */
    public DeploymentState state(PersonId person, Target target) {
        projects.require(person, target.project(), ProjectRole.VIEWER);
        return connected.with(target, admin::state);
    }

    /** From now on it takes no calls of functions. Pausing what is paused is a success. */
    public void pause(PersonId person, Target target, Confirmed confirmed) {
        projects.requireToChange(person, target.project(), ProjectRole.OWNER);
        connected.change(target, confirmed, deployment -> {
            admin.pause(deployment);
            return deployment.url();
        });
        audit(person, "project.deployment-paused", target);
    }

    /** Nobody is asked first: a deployment that works is what people expect. */
    public void resume(PersonId person, Target target) {
        projects.requireToChange(person, target.project(), ProjectRole.OWNER);
        connected.with(target, deployment -> {
            admin.resume(deployment);
            return deployment.url();
        });
        audit(person, "project.deployment-resumed", target);
    }

    private void audit(PersonId person, String action, Target target) {
        trail.addAlone(AuditEntry.general(person.value(), action, target.toString()));
    }
}

package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.DeploymentState;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.project.Visit.ChangingOwner;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connection.ConnectedProjects;
import dev.lockstep.project.connection.Deployment;
import dev.lockstep.project.connection.RemoteProjects;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Service;

/**
 * The door to the deployments of the project at Convex that a project is connected to. Members look at them, owners make
 * one for production, pause and resume them. Every call asks Convex.
 */
@Service
public class Deployments {

    private final ConnectedProjects connected;
    private final RemoteProjects remote;
    private final DeploymentAdmin admin;
    private final AuditTrail trail;

    Deployments(ConnectedProjects connected, RemoteProjects remote, DeploymentAdmin admin, AuditTrail trail) {
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
    public List<PlatformDeployment> list(Viewer viewer) {
        return connected.deployments(viewer.project()).stream()
                .sorted(Comparator.comparing(PlatformDeployment::type)
                        .thenComparing(PlatformDeployment::isDefault, Comparator.reverseOrder())
                        .thenComparing(PlatformDeployment::name))
                .toList();
    }

    /** One of them; makes a key to it when there is none yet. */
    public Deployment look(Viewer viewer) {
        return connected.look(viewer.target());
    }

    /** The deployment for production, made at Convex unless there is one. */
    public PlatformDeployment createProduction(ChangingOwner owner) {
        PlatformDeployment made = remote.production(owner.project());
        audit(owner.person(), "project.deployment-created", Target.of(owner.project(), made.name()));
        return made;
    }

    /** Whether it works. */
    public DeploymentState state(Viewer viewer) {
        return connected.with(viewer.target(), admin::state);
    }

    /** From now on it takes no calls of functions. Pausing what is paused is a success. */
    public void pause(ChangingOwner owner, Confirmed confirmed) {
        connected.change(owner.target(), confirmed, deployment -> {
            admin.pause(deployment);
            return deployment.url();
        });
        audit(owner.person(), "project.deployment-paused", owner.target());
    }

    /** Nobody is asked first: a deployment that works is what people expect. */
    public void resume(ChangingOwner owner) {
        connected.with(owner.target(), deployment -> {
            admin.resume(deployment);
            return deployment.url();
        });
        audit(owner.person(), "project.deployment-resumed", owner.target());
    }

    private void audit(PersonId person, String action, Target target) {
        trail.addAlone(AuditEntry.general(person.value(), action, target.toString()));
    }
}

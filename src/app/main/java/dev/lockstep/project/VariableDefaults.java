package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.Visit.ChangingEditor;
import dev.lockstep.project.Visit.ChangingOwner;
import dev.lockstep.project.Visit.Owner;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connection.ConnectedProjects;
import dev.lockstep.project.connection.RemoteProjects;
import dev.lockstep.project.variables.Drift;
import dev.lockstep.project.variables.VariableDiff;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * The door to what new deployments of a Convex project begin with, for each type of deployment. Members see which
 * variables differ from it; editors take a default over; owners change the defaults. No deployment that is there changes
 * by itself.
 */
@Service
public class VariableDefaults {

    private final ConnectedProjects connected;
    private final RemoteProjects remote;
    private final DeploymentAdmin admin;
    private final Variables variables;
    private final AuditTrail trail;

    VariableDefaults(
            ConnectedProjects connected,
            RemoteProjects remote,
            DeploymentAdmin admin,
            Variables variables,
            AuditTrail trail) {
        this.connected = connected;
        this.remote = remote;
        this.admin = admin;
        this.variables = variables;
        this.trail = trail;
    }

    /** Nothing when Convex does not let us see the defaults, or the deployment has no project: drift is a hint. */
    public Drift drift(Viewer viewer) {
        if (connected.find(viewer.project()).flatMap(it -> it.projectSlug()).isEmpty()) {
            return Drift.NONE;
        }
        try {
            return Drift.between(now(viewer.target()), defaults(viewer.target()));
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.NOT_PERMITTED)) {
                return Drift.NONE;
            }
            throw problem;
        }
    }

    /** Gives one variable of the deployment its default. */
    public void use(ChangingEditor editor, String name, Confirmed confirmed) {
        VariableValue value = Optional.ofNullable(defaults(editor.target()).get(name))
                .orElseThrow(() -> new Problem(
                        new ProblemCode("NoDefault"),
                        Problem.Kind.PERMANENT,
                        "The project at Convex has no default for " + name + " any more.",
                        "Look at the variables again.",
                        Problem.Words.with(name)));
        variables.change(editor, List.of(new VariableChange(name, Optional.of(value))), confirmed);
    }

    /** What {@link #change} would have to change so that new deployments begin with what this one has. */
    public VariableDiff diff(Owner owner) {
        return VariableDiff.between(defaults(owner.target()), now(owner.target()));
    }

    /** Changes the defaults of the deployment's type; all of them or none. */
    public void change(ChangingOwner owner, List<VariableChange> changes) {
        remote.changeDefaults(owner.project(), connected.type(owner.target()), changes);
        String names = changes.stream().map(VariableChange::name).collect(Collectors.joining(", "));
        trail.addAlone(
                AuditEntry.general(owner.person().value(), "project.variable-defaults", owner.target() + " " + names));
    }

    private SortedMap<String, VariableValue> now(Target target) {
        return connected.with(target, admin::variables);
    }

    private SortedMap<String, VariableValue> defaults(Target target) {
        return remote.defaults(target.project(), connected.type(target));
    }
}

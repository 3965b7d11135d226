package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.DeploymentFunctions;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.FunctionRun;
import dev.lockstep.convex.deployment.FunctionSpec;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connect.ConnectedProjects;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The door to the functions of a project's deployments: members see which there are, editors run them. */
@Service
public class Functions {

    private final Projects projects;
    private final ConnectedProjects connected;
    private final DeploymentFunctions functions;
    private final AuditTrail trail;

    Functions(Projects projects, ConnectedProjects connected, DeploymentFunctions functions, AuditTrail trail) {
        this.projects = projects;
        this.connected = connected;
        this.functions = functions;
        this.trail = trail;
    }

    public List<FunctionSpec> list(PersonId person, Target target) {
        projects.require(person, target.project(), ProjectRole.VIEWER);
        return connected.with(target, functions::list);
    }

    /**
     * Queries change nothing, so that they need not be confirmed; what is a query is asked of the deployment.
     *
     * @param arguments an object as JSON
     * @param subject of the user to act as; blank for the deployment's owner
     * @throws Problem also when it may change something in production and that was not confirmed
     */
    public FunctionRun run(
            PersonId person, Target target, String name, String arguments, String subject, Confirmed confirmed) {
        projects.requireToChange(person, target.project(), ProjectRole.EDITOR);
        Optional<String> identity = subject.isBlank() ? Optional.empty() : Optional.of(identity(subject.strip()));
        if (confirmed == Confirmed.NO && connected.type(target) == DeploymentType.PROD && !isQuery(target, name)) {
            connected.requireConfirmed(target, confirmed);
        }
        trail.addAlone(AuditEntry.general(
                person.value(),
                "project.function-run",
                target + " " + name + (subject.isBlank() ? "" : " as " + subject.strip())));
        return connected.with(target, deployment -> functions.run(deployment, name, arguments, identity));
    }

    private boolean isQuery(Target target, String name) {
        return connected.with(target, functions::list).stream()
                .anyMatch(one -> one.name().equals(name) && one.kind() == FunctionSpec.Kind.QUERY);
    }

    /** What a token of that user would say, as far as functions usually look. */
    private static String identity(String subject) {
        String escaped = subject.replace("\\", "\\\\").replace("\"", "\\\"");
        return "{\"subject\":\"" + escaped
                + "\",\"issuer\":\"https://lockstep.local\",\"tokenIdentifier\":\"https://lockstep.local|" + escaped
                + "\"}";
    }
}

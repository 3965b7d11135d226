package dev.lockstep.project;

import dev.lockstep.account.person.UserId;
import dev.lockstep.convex.deployment.DeploymentFunctions;
import dev.lockstep.convex.deployment.FunctionRun;
import dev.lockstep.convex.deployment.FunctionSpec;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.connect.ConnectedProjects;
import dev.lockstep.sync.audit.AuditEntry;
import dev.lockstep.sync.audit.AuditTrail;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The door to the functions of a project's deployment: members see which there are, editors run them. */
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

    public List<FunctionSpec> list(UserId person, ProjectId id) {
        projects.require(person, id, ProjectRole.VIEWER);
        return connected.with(id, functions::list);
    }

    /**
     * @param arguments an object as JSON
     * @param subject of the user to act as; blank for the deployment's owner
     */
    public FunctionRun run(UserId person, ProjectId id, String name, String arguments, String subject) {
        projects.require(person, id, ProjectRole.EDITOR);
        Optional<String> identity = subject.isBlank() ? Optional.empty() : Optional.of(identity(subject.strip()));
        trail.addAlone(AuditEntry.general(
                person.value(),
                "project.function-run",
                "project " + id + " " + name + (subject.isBlank() ? "" : " as " + subject.strip())));
        return connected.with(id, deployment -> functions.run(deployment, name, arguments, identity));
    }

    /** What a token of that user would say, as far as functions usually look. */
    private static String identity(String subject) {
        String escaped = subject.replace("\\", "\\\\").replace("\"", "\\\"");
        return "{\"subject\":\"" + escaped
                + "\",\"issuer\":\"https://lockstep.local\",\"tokenIdentifier\":\"https://lockstep.local|" + escaped
                + "\"}";
    }
}

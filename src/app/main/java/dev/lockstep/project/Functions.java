package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.DeploymentFunctions;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.FunctionRun;
import dev.lockstep.convex.deployment.FunctionSpec;
import dev.lockstep.core.Problem;
import dev.lockstep.project.Visit.ChangingEditor;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connection.ConnectedProjects;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The door to the functions of a project's deployments: members see which there are, editors run them. */
@Service
public class Functions {

    private final ConnectedProjects connected;
    private final DeploymentFunctions functions;
    private final AuditTrail trail;

    Functions(ConnectedProjects connected, DeploymentFunctions functions, AuditTrail trail) {
        this.connected = connected;
        this.functions = functions;
        this.trail = trail;
    }

    public List<FunctionSpec> list(Viewer viewer) {
        return connected.with(viewer.target(), functions::list);
    }

    /**
     * Queries change nothing, so that they need not be confirmed; what is a query is asked of the deployment.
     *
     * @param arguments an object as JSON
     * @param subject of the user to act as; blank for the deployment's owner
     * @throws Problem also when it may change something in production and that was not confirmed
     */
    public FunctionRun run(ChangingEditor editor, String name, String arguments, String subject, Confirmed confirmed) {
        Optional<String> identity = subject.isBlank() ? Optional.empty() : Optional.of(identity(subject.strip()));
        if (confirmed == Confirmed.NO
                && connected.type(editor.target()) == DeploymentType.PROD
                && !isQuery(editor.target(), name)) {
            connected.requireConfirmed(editor.target(), confirmed);
        }
        trail.addAlone(AuditEntry.general(
                editor.person().value(),
                "project.function-run",
                editor.target() + " " + name + (subject.isBlank() ? "" : " as " + subject.strip())));
        return connected.with(editor.target(), deployment -> functions.run(deployment, name, arguments, identity));
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

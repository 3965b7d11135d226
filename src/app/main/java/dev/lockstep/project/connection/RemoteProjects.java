package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.ConvexPlatform;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.grant.Grants;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;

/** The projects at Convex that ours are connected to, asked with what their team granted; no key leaves this room. */
@Component
public class RemoteProjects {

    private final ConnectionRows rows;
    private final Grants grants;
    private final ConvexPlatform platform;

    RemoteProjects(ConnectionRows rows, Grants grants, ConvexPlatform platform) {
        this.rows = rows;
        this.grants = grants;
        this.platform = platform;
    }

    /** All its deployments; a self-hosted one is alone, and has none here. */
    List<PlatformDeployment> deployments(ProjectId project) {
        return ask(project, platform::deployments);
    }

    /** The default deployment for production, made unless there is one: asking again after a lost answer finds it. */
    public PlatformDeployment production(ProjectId project) {
        return ask(
                project,
                (token, id) -> platform.deployments(token, id).stream()
                        .filter(one -> one.type() == DeploymentType.PROD)
                        .findFirst()
                        .orElseGet(() -> platform.createDeployment(token, id, DeploymentType.PROD)));
    }

    /** What new deployments of that type start with. */
    public SortedMap<String, VariableValue> defaults(ProjectId project, DeploymentType type) {
        return ask(project, (token, id) -> platform.defaults(token, id, type));
    }

    public void changeDefaults(ProjectId project, DeploymentType type, List<VariableChange> changes) {
        ask(project, (token, id) -> {
            platform.changeDefaults(token, id, type, changes);
            return changes;
        });
    }

    Secret createKey(ProjectId project, String deployment, String keyName) {
        return ask(project, (token, id) -> platform.createDeployKey(token, deployment, keyName));
    }

    /** One that is gone already is no failure, nor is a token that Convex took back: the key went with it. */
    void deleteKey(ProjectId project, String deployment, String keyName) {
        try {
            ask(project, (token, id) -> {
                platform.deleteDeployKey(token, deployment, keyName);
                return keyName;
            });
        } catch (PlatformProblem problem) {
            // The key is the token under another name, so that what Convex took away took it along.
            if (!problem.is(PlatformProblem.REVOKED)) {
                throw problem;
            }
        }
    }

    /** With all its deployments and data. */
    void delete(ProjectId project) {
        ask(project, (token, id) -> {
            platform.deleteProject(token, id);
            return id;
        });
    }

    /** Where a deployment is in Convex's dashboard; empty for one that Convex does not host. */
    Optional<URI> dashboard(Connected connected, Optional<String> deployment) {
        return connected
                .teamSlug()
                .flatMap(team -> connected
                        .projectSlug()
                        .flatMap(project -> deployment.map(name -> platform.dashboard(team, project, name))));
    }

    private <T> T ask(ProjectId project, BiFunction<Secret, Long, T> work) {
        CredentialsEntity entity = rows.require(project);
        GrantId grant = entity.grant()
                .orElseThrow(() -> new Problem(
                        new ProblemCode("OneDeployment"),
                        Problem.Kind.PERMANENT,
                        "This project is connected to a single deployment that somebody hosts.",
                        "Connect it to a project at Convex to have more than one."));
        Secret token = grants.token(grant).orElseThrow(ConnectionRows::notConnected);
        long convexProject = entity.convexProject()
                .orElseThrow(() -> new IllegalStateException("Bug: granted without a project, was " + project));
        return work.apply(token, convexProject);
    }
}

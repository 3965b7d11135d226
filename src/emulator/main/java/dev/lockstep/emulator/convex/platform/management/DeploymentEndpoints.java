package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.platform.estate.Caller;
import dev.lockstep.emulator.convex.platform.estate.Wanted;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Traits;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Deployments: made, shown, changed, moved and deleted. The person of this machine can also ask for what only a local
 * platform can offer: {@code name, deployKey, localPort, localSitePort, quotaBytes} of {@code create_deployment}.
 */
final class DeploymentEndpoints {

    private static final Set<String> CREATE_FIELDS =
            Set.of("type", "class", "region", "reference", "isDefault", "expiresAt");
    private static final Set<String> LOCAL_FIELDS =
            Set.of("name", "deployKey", "localPort", "localSitePort", "quotaBytes");
    private static final Set<String> UPDATE_FIELDS = Set.of(
            "reference",
            "dashboardEditConfirmation",
            "expiresAt",
            "sendLogsToClient",
            "class",
            "isDefault",
            "deploymentType");

    private final Parts parts;

    DeploymentEndpoints(Parts parts) {
        this.parts = parts;
    }

    void routes(Routes routes) {
        routes.add("POST /v1/projects/*/create_deployment", this::create)
                .add(
                        "GET /v1/deployments/*",
                        request -> Reply.json(parts.deployment(request).json()))
                .add("PATCH /v1/deployments/*", this::update)
                .add("POST /v1/deployments/*/delete", this::delete)
                .add("POST /v1/deployments/*/transfer", this::transfer);
    }

    private Reply create(Request request) {
        Caller caller = parts.caller(request);
        Project project = parts.project(request);
        JsonNode body = request.json();
        var fields = new HashSet<>(CREATE_FIELDS);
        if (caller instanceof Caller.Person) {
            fields.addAll(LOCAL_FIELDS);
        }
        Bodies.only(body, fields);
        var wanted = new Wanted(
                WireJson.text(body, "type"),
                Bodies.text(body, "class"),
                Bodies.text(body, "region"),
                Bodies.text(body, "reference"),
                Bodies.flag(body, "isDefault"),
                Bodies.time(body, "expiresAt"),
                new Wanted.Local(
                        Bodies.text(body, "name"),
                        Bodies.text(body, "deployKey").map(Secret::of),
                        port(body, "localPort"),
                        port(body, "localSitePort"),
                        Bodies.number(body, "quotaBytes")));
        ProjectDeployment made = parts.deployments().create(project, wanted);
        note(caller, project, "deployment:create", made);
        return Reply.json(made.json());
    }

    private static Optional<Integer> port(JsonNode body, String field) {
        return Bodies.number(body, field).map(port -> {
            if (port < 0 || port > 65_535) {
                throw Refusal.badRequest("BadPort", "The field `" + field + "` must be a port, 0 to 65535");
            }
            return port.intValue();
        });
    }

    private Reply update(Request request) {
        Caller caller = parts.caller(request);
        ProjectDeployment deployment = parts.deployment(request);
        JsonNode body = request.json();
        Bodies.only(body, UPDATE_FIELDS);
        Traits now = deployment.traits();
        String type = Bodies.text(body, "deploymentType").orElse(now.type());
        String size = Bodies.text(body, "class").orElse(now.size());
        Wanted.check(type, Optional.of(size), Optional.empty());
        Optional<Instant> expires = body.has("expiresAt") ? Bodies.time(body, "expiresAt") : now.expires();
        ProjectDeployment changed = parts.deployments()
                .change(
                        deployment,
                        new Traits(
                                type,
                                Bodies.text(body, "reference").orElse(now.reference()),
                                Bodies.flag(body, "isDefault").orElse(now.isDefault()),
                                size,
                                now.region(),
                                expires,
                                Bodies.flag(body, "dashboardEditConfirmation").or(now::editConfirmation),
                                Bodies.flag(body, "sendLogsToClient").or(now::logsToClient)));
        note(caller, parts.access().project(caller, deployment.projectId()), "deployment:update", changed);
        return Reply.done();
    }

    private Reply delete(Request request) {
        Caller caller = parts.caller(request);
        ProjectDeployment deployment = parts.deployment(request);
        Project project = parts.access().project(caller, deployment.projectId());
        parts.deployments().delete(deployment);
        note(caller, project, "deployment:delete", deployment);
        return Reply.done();
    }

    private Reply transfer(Request request) {
        Caller caller = parts.caller(request);
        ProjectDeployment deployment = parts.deployment(request);
        JsonNode body = request.json();
        Bodies.only(body, Set.of("destinationProjectId"));
        long destination = Bodies.number(body, "destinationProjectId")
                .orElseThrow(() ->
                        Refusal.badRequest("BadJsonBody", "The field `destinationProjectId` must be a whole number"));
        Project project = parts.access().project(caller, destination);
        parts.deployments().transfer(deployment, project);
        note(caller, project, "deployment:transfer", deployment);
        return Reply.empty(204);
    }

    private void note(Caller caller, Project project, String action, ProjectDeployment deployment) {
        parts.audit()
                .note(
                        caller,
                        project.teamId(),
                        action,
                        WireJson.object()
                                .put("projectId", project.id())
                                .put("deploymentName", deployment.name())
                                .put("deploymentType", deployment.type()));
    }
}

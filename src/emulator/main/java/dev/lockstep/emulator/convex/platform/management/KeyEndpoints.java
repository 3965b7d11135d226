package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.emulator.convex.platform.estate.Caller;
import dev.lockstep.emulator.convex.platform.estate.Keys;
import dev.lockstep.emulator.convex.platform.registry.DeployKey;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Deploy keys. An application does not get a key of its own: it gets its access token back, with the deployment's name
 * in front, so that revoking the application ends such keys and deleting the key does not end the token.
 */
final class KeyEndpoints {

    private static final Set<String> ACTIONS = Stream.of(
                    "deploy",
                    "env:view",
                    "env:write",
                    "pause",
                    "unpause",
                    "logs:view",
                    "metrics:view",
                    "integrations:view",
                    "integrations:write",
                    "data:view",
                    "data:write",
                    "backups:view",
                    "backups:create",
                    "backups:download",
                    "backups:delete",
                    "backups:import",
                    "functions:actAsUser",
                    "functions:runInternalQueries",
                    "functions:runInternalMutations",
                    "functions:runInternalActions",
                    "functions:runTestQuery",
                    "auditLog:view",
                    "usageLimits:view",
                    "usageLimits:write",
                    "usage:view")
            .map(name -> "deployment:" + name)
            .collect(Collectors.toUnmodifiableSet());

    private final Parts parts;

    KeyEndpoints(Parts parts) {
        this.parts = parts;
    }

    void routes(Routes routes) {
        routes.add("POST /v1/deployments/*/create_deploy_key", this::create)
                .add("GET /v1/deployments/*/list_deploy_keys", this::list)
                .add("POST /v1/deployments/*/delete_deploy_key", this::delete)
                .add("POST /v1/projects/*/create_preview_deploy_key", this::createPreview)
                .add("GET /v1/projects/*/list_preview_deploy_keys", this::listPreview)
                .add("POST /v1/projects/*/delete_preview_deploy_key", this::deletePreview);
    }

    private Reply create(Request request) {
        Caller caller = parts.caller(request);
        ProjectDeployment deployment = parts.deployment(request);
        Keys.Wish wish = wish(request.json());
        String key = switch (caller) {
            case Caller.Person person -> parts.keys().create(deployment, wish);
            case Caller.Application application ->
                deployment.type() + ":" + deployment.name() + "|"
                        + application.token().reveal();
        };
        return Reply.json(WireJson.object().put("deployKey", key));
    }

    private static Keys.Wish wish(JsonNode body) {
        var actions = new ArrayList<String>();
        for (JsonNode action : body.path("allowedActions")) {
            if (!ACTIONS.contains(action.asString(""))) {
                throw Refusal.badRequest("BadJsonBody", "unknown action " + action);
            }
            actions.add(action.asString());
        }
        return new Keys.Wish(WireJson.text(body, "name"), Bodies.time(body, "expiresAt"), actions);
    }

    private Reply list(Request request) {
        return Reply.json(Page.array(parts.deployment(request).keys(), DeployKey::json));
    }

    private Reply delete(Request request) {
        ProjectDeployment deployment = parts.deployment(request);
        Bodies.only(request.json(), Set.of("id"));
        parts.keys().delete(deployment, WireJson.text(request.json(), "id"));
        return Reply.done();
    }

    private Reply createPreview(Request request) {
        Caller caller = parts.caller(request);
        Project project = parts.project(request);
        Keys.Wish wish = wish(request.json());
        String team = parts.access().teamOf(project).slug();
        String key = switch (caller) {
            case Caller.Person person -> parts.keys().createPreview(project, team, wish);
            case Caller.Application application ->
                "preview:" + team + ":" + project.slug() + "|"
                        + application.token().reveal();
        };
        return Reply.json(WireJson.object().put("previewDeployKey", key));
    }

    private Reply listPreview(Request request) {
        return Page.items(parts.project(request).previewKeys(), DeployKey::json);
    }

    private Reply deletePreview(Request request) {
        Project project = parts.project(request);
        Bodies.only(request.json(), Set.of("id"));
        parts.keys().deletePreview(project, WireJson.text(request.json(), "id"));
        return Reply.done();
    }
}

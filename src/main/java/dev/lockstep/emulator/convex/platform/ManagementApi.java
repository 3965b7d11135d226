package dev.lockstep.emulator.convex.platform;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.platform.Platform.Wanted;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of Convex's Management API that makes, shows and deletes projects, deployments and deploy keys, and the two
 * older endpoints by which the CLI finds the deployment of a key. What only a local platform can offer is asked for with
 * fields of our own: {@code name, deployKey, localPort, localSitePort, quotaBytes} of {@code create_deployment}.
 */
final class ManagementApi {

    private static final Set<String> TYPES = Set.of("dev", "prod", "preview", "custom");

    /** One route: its parts in parentheses are handed over. */
    private record Route(Pattern pattern, BiFunction<Matcher, JsonNode, String> answer) {}

    private final Platform platform;
    private final Secret accessToken;
    private final List<Route> routes;

    ManagementApi(Platform platform, Secret accessToken) {
        this.platform = platform;
        this.accessToken = accessToken;
        this.routes = List.of(
                route("GET /v1/token_details", (path, body) -> tokenDetails()),
                route("GET /api/teams", (path, body) -> teams()),
                route("POST /v1/teams/([^/]+)/create_project", (path, body) -> createProject(body)),
                route("GET /v1/teams/([^/]+)/projects", (path, body) -> projects()),
                route(
                        "GET /v1/projects/(\\d+)",
                        (path, body) -> project(id(path)).toString()),
                route("POST /v1/projects/(\\d+)/delete", (path, body) -> deleteProject(id(path))),
                route("GET /v1/projects/(\\d+)/list_deployments", (path, body) -> deployments(id(path))),
                route("POST /v1/projects/(\\d+)/create_deployment", (path, body) -> createDeployment(id(path), body)),
                route(
                        "GET /v1/deployments/([^/]+)",
                        (path, body) ->
                                platform.deployment(path.group(1)).json().toString()),
                route("POST /v1/deployments/([^/]+)/delete", (path, body) -> deleteDeployment(path.group(1))),
                route("POST /v1/deployments/([^/]+)/create_deploy_key", (path, body) -> createKey(path.group(1), body)),
                route("GET /v1/deployments/([^/]+)/list_deploy_keys", (path, body) -> keys(path.group(1))),
                route(
                        "POST /v1/deployments/([^/]+)/delete_deploy_key",
                        (path, body) -> deleteKey(path.group(1), body)));
    }

    /**
     * @param route method and path
     * @return the JSON of the answer; empty for none
     * @throws Refusal when the token is missing or what is asked for cannot be
     */
    String answer(String route, Optional<String> authorization, String body) {
        switch (route) {
            // These two are asked with the very key that they are about.
            case "POST /api/deployment/url_for_key" -> {
                return WireJson.node(dev.lockstep.convex.value.ConvexValue.text(
                                ofKey(body).url()))
                        .toString();
            }
            case "POST /api/deployment/team_and_project_for_key" -> {
                return teamAndProject(ofKey(body));
            }
            default -> requireToken(authorization);
        }
        for (Route known : routes) {
            Matcher path = known.pattern.matcher(route);
            if (path.matches()) {
                return known.answer.apply(path, body.isBlank() ? WireJson.object() : WireJson.parseObject(body));
            }
        }
        throw Refusal.notFound("UnknownEndpoint", "The emulated platform does not know " + route);
    }

    private static Route route(String pattern, BiFunction<Matcher, JsonNode, String> answer) {
        return new Route(Pattern.compile(pattern), answer);
    }

    private void requireToken(Optional<String> authorization) {
        boolean known = authorization
                .filter(header -> header.startsWith("Bearer "))
                .filter(header ->
                        accessToken.matches(header.substring("Bearer ".length()).strip()))
                .isPresent();
        if (!known) {
            throw Refusal.unauthenticated("InvalidAccessToken", "The request needs the platform's access token");
        }
    }

    private ProjectDeployment ofKey(String body) {
        return platform.deploymentOf(WireJson.text(WireJson.parseObject(body), "deployKey"))
                .orElseThrow(() -> Refusal.unauthenticated("BadDeployKey", "No deployment has this deploy key"));
    }

    private String teamAndProject(ProjectDeployment deployment) {
        Project project = platform.project(deployment.projectId());
        return WireJson.object()
                .put("team", Platform.TEAM)
                .put("project", project.slug())
                .put("teamId", Platform.TEAM_ID)
                .put("projectId", project.id())
                .put("reference", deployment.type() + "/" + deployment.name())
                .put("isDefault", true)
                .toString();
    }

    private static String tokenDetails() {
        return WireJson.object()
                .put("type", "teamToken")
                .put("id", 1)
                .put("teamId", Platform.TEAM_ID)
                .put("name", "local")
                .put("createTime", 0)
                .toString();
    }

    private static String teams() {
        ArrayNode list = WireJson.parse("[]").asArray();
        list.addObject().put("id", Platform.TEAM_ID).put("name", "Local").put("slug", Platform.TEAM);
        return list.toString();
    }

    private String createProject(JsonNode body) {
        Project project = platform.createProject(WireJson.text(body, "projectName"));
        ObjectNode answer = WireJson.object()
                .put("projectId", project.id())
                .put("id", project.id())
                .put("slug", project.slug());
        if (body.path("deploymentType").isString()) {
            var deployment = platform.createDeployment(
                    project.id(), Wanted.ofType(type(body.path("deploymentType").asString())));
            answer.put("deploymentName", deployment.name()).put("deploymentUrl", deployment.url());
        }
        return answer.toString();
    }

    private String projects() {
        ObjectNode page = WireJson.object();
        ArrayNode items = page.putArray("items");
        platform.projects().forEach(project -> items.add(project(project.id())));
        page.putObject("pagination").put("hasMore", false);
        return page.toString();
    }

    private ObjectNode project(long id) {
        ObjectNode json = platform.project(id).json();
        for (ProjectDeployment deployment : platform.deployments(id)) {
            if (deployment.type().equals("prod") || deployment.type().equals("dev")) {
                json.put(deployment.type() + "DeploymentName", deployment.name());
            }
        }
        return json;
    }

    private String deleteProject(long id) {
        platform.deleteProject(id);
        return "";
    }

    private String deployments(long projectId) {
        platform.project(projectId);
        ArrayNode list = WireJson.parse("[]").asArray();
        platform.deployments(projectId).forEach(deployment -> list.add(deployment.json()));
        return list.toString();
    }

    private String createDeployment(long projectId, JsonNode body) {
        var wanted = new Wanted(
                type(WireJson.text(body, "type")),
                Optional.ofNullable(body.path("name").asString(null)),
                Optional.ofNullable(body.path("deployKey").asString(null)).map(Secret::of),
                port(body, "localPort"),
                port(body, "localSitePort"),
                body.path("quotaBytes").isIntegralNumber()
                        ? Optional.of(body.path("quotaBytes").asLong())
                        : Optional.empty());
        ProjectDeployment deployment = platform.createDeployment(projectId, wanted);
        return deployment.json().toString();
    }

    private static Optional<Integer> port(JsonNode body, String field) {
        JsonNode port = body.path(field);
        if (port.isMissingNode() || port.isNull()) {
            return Optional.empty();
        }
        if (!port.isIntegralNumber() || port.asInt() < 0 || port.asInt() > 65_535) {
            throw Refusal.badRequest("BadPort", "The field `" + field + "` must be a port, 0 to 65535");
        }
        return Optional.of(port.asInt());
    }

    private static String type(String text) {
        if (!TYPES.contains(text)) {
            throw Refusal.badRequest("BadDeploymentType", "The type must be dev, prod, preview or custom");
        }
        return text;
    }

    private String deleteDeployment(String name) {
        platform.deleteDeployment(name);
        return "";
    }

    private String createKey(String name, JsonNode body) {
        Secret key = platform.createDeployKey(name, WireJson.text(body, "name"));
        return WireJson.object()
                .put("deployKey", platform.deployment(name).deployKey(key))
                .toString();
    }

    private String keys(String name) {
        ArrayNode list = WireJson.parse("[]").asArray();
        platform.deployment(name).keyNames().forEach(key -> {
            ObjectNode item = list.addObject().put("id", key).put("name", key).put("creationTime", 0);
            item.putArray("allowedActions");
        });
        return list.toString();
    }

    private String deleteKey(String name, JsonNode body) {
        platform.deleteDeployKey(name, WireJson.text(body, "id"));
        return "";
    }

    private static long id(Matcher path) {
        return Long.parseLong(path.group(1));
    }
}

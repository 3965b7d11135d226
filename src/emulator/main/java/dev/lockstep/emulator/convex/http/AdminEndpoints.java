package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.Installation;
import dev.lockstep.emulator.convex.deployment.Standing;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Addresses, environment variables and who we are. All that tell or change something ask for the key. */
final class AdminEndpoints {

    private final String name;
    private final Installation installation;
    private final Standing standing;
    private final Callers callers;

    /** @param name the deployment's */
    AdminEndpoints(String name, Installation installation, Standing standing, Callers callers) {
        this.name = name;
        this.installation = installation;
        this.standing = standing;
        this.callers = callers;
    }

    void routes(Routes routes) {
        routes.add("GET /", request -> Reply.text("This Convex deployment is running (emulator)."))
                .add("POST /echo", AdminEndpoints::echo)
                .add("GET /version", request -> Reply.text("lockstep-emulator"))
                .add("GET /instance_version", request -> Reply.text("lockstep-emulator"))
                .add("GET /instance_name", request -> Reply.text(name))
                .add("GET /api/v1/get_canonical_urls", this::urls)
                .add("GET /api/v1/deployment_info", this::info)
                .add("POST /api/v1/pause_deployment", this::pause)
                .add("POST /api/v1/unpause_deployment", this::unpause)
                .add("GET /api/list_environment_variables", this::list)
                .add("GET /api/v1/list_environment_variables", this::list)
                .add("POST /api/update_environment_variables", this::update)
                .add("POST /api/v1/update_environment_variables", this::update);
    }

    /** Sends back what came, byte by byte. */
    private static Reply echo(Request request) throws IOException {
        byte[] bytes = request.stream().readNBytes(FunctionEndpoints.LIMIT);
        return new Reply.Whole(200, Map.of("Content-Type", "application/octet-stream"), bytes);
    }

    private Reply urls(Request request) {
        callers.requireAdmin(request);
        Map<String, String> addresses = installation.addresses();
        return Reply.json(WireJson.object()
                .put("convexCloudUrl", addresses.get("CONVEX_CLOUD_URL"))
                .put("convexSiteUrl", addresses.get("CONVEX_SITE_URL")));
    }

    private Reply info(Request request) {
        callers.requireAdmin(request);
        return Reply.json(standing.description());
    }

    private Reply pause(Request request) {
        callers.requireAdmin(request);
        standing.pause();
        return Reply.done();
    }

    private Reply unpause(Request request) {
        callers.requireAdmin(request);
        standing.resume();
        return Reply.done();
    }

    private Reply list(Request request) {
        callers.requireAdmin(request);
        var json = WireJson.object();
        json.set("environmentVariables", WireJson.object(installation.variables()));
        return Reply.json(json);
    }

    private Reply update(Request request) throws IOException {
        callers.requireAdmin(request);
        var changes = new HashMap<String, Optional<String>>();
        for (JsonNode change : request.json(FunctionEndpoints.LIMIT).path("changes")) {
            JsonNode value = change.path("value");
            if (!value.isString() && !value.isNull() && !value.isMissingNode()) {
                throw Refusal.badRequest("BadJsonBody", "The field `value` must be a string or null");
            }
            changes.put(WireJson.text(change, "name"), Optional.ofNullable(value.asString(null)));
        }
        installation.updateVariables(changes);
        return Reply.done();
    }
}

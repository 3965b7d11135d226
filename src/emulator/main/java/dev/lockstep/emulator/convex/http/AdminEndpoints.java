package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.Installation;
import dev.lockstep.emulator.convex.deployment.Standing;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
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

    /** @param name the deployment's */
    AdminEndpoints(String name, Installation installation, Standing standing) {
        this.name = name;
        this.installation = installation;
        this.standing = standing;
    }

    Map<String, Endpoint> routes() {
        return Map.ofEntries(
                Map.entry("GET /", exchange -> exchange.answerText("This Convex deployment is running (emulator).")),
                Map.entry("POST /echo", Exchange::echo),
                Map.entry("GET /version", exchange -> exchange.answerText("lockstep-emulator")),
                Map.entry("GET /instance_version", exchange -> exchange.answerText("lockstep-emulator")),
                Map.entry("GET /instance_name", exchange -> exchange.answerText(name)),
                Map.entry("GET /api/v1/get_canonical_urls", this::urls),
                Map.entry("GET /api/v1/deployment_info", this::info),
                Map.entry("POST /api/v1/pause_deployment", this::pause),
                Map.entry("POST /api/v1/unpause_deployment", this::unpause),
                Map.entry("GET /api/list_environment_variables", this::list),
                Map.entry("GET /api/v1/list_environment_variables", this::list),
                Map.entry("POST /api/update_environment_variables", this::update),
                Map.entry("POST /api/v1/update_environment_variables", this::update));
    }

    private void urls(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        Map<String, String> addresses = installation.addresses();
        exchange.answerJson(WireJson.object()
                .put("convexCloudUrl", addresses.get("CONVEX_CLOUD_URL"))
                .put("convexSiteUrl", addresses.get("CONVEX_SITE_URL"))
                .toString());
    }

    private void info(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        exchange.answerJson(standing.description().toString());
    }

    private void pause(Exchange exchange) {
        exchange.requireAdmin();
        standing.pause();
        exchange.answerEmpty();
    }

    private void unpause(Exchange exchange) {
        exchange.requireAdmin();
        standing.resume();
        exchange.answerEmpty();
    }

    private void list(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        var json = WireJson.object();
        json.set("environmentVariables", WireJson.object(installation.variables()));
        exchange.answerJson(json.toString());
    }

    private void update(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        var changes = new HashMap<String, Optional<String>>();
        for (JsonNode change : exchange.json(Exchange.CALL_LIMIT).path("changes")) {
            JsonNode value = change.path("value");
            if (!value.isString() && !value.isNull() && !value.isMissingNode()) {
                throw Refusal.badRequest("BadJsonBody", "The field `value` must be a string or null");
            }
            changes.put(WireJson.text(change, "name"), Optional.ofNullable(value.asString(null)));
        }
        installation.updateVariables(changes);
        exchange.answerEmpty();
    }
}

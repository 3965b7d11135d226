package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Addresses, environment variables and who we are. All that tell or change something ask for the key. Stateless. */
final class AdminEndpoints {

    private AdminEndpoints() {}

    static Map<String, Endpoint> routes() {
        return Map.ofEntries(
                Map.entry("GET /", exchange -> exchange.answerText("This Convex deployment is running (emulator).")),
                Map.entry("POST /echo", Exchange::echo),
                Map.entry("GET /version", exchange -> exchange.answerText("lockstep-emulator")),
                Map.entry("GET /instance_version", exchange -> exchange.answerText("lockstep-emulator")),
                Map.entry(
                        "GET /instance_name",
                        exchange -> exchange.answerText(exchange.deployment().name())),
                Map.entry("GET /api/v1/get_canonical_urls", AdminEndpoints::urls),
                Map.entry("GET /api/v1/deployment_info", AdminEndpoints::info),
                Map.entry("POST /api/v1/pause_deployment", AdminEndpoints::pause),
                Map.entry("POST /api/v1/unpause_deployment", AdminEndpoints::unpause),
                Map.entry("GET /api/list_environment_variables", AdminEndpoints::list),
                Map.entry("GET /api/v1/list_environment_variables", AdminEndpoints::list),
                Map.entry("POST /api/update_environment_variables", AdminEndpoints::update),
                Map.entry("POST /api/v1/update_environment_variables", AdminEndpoints::update));
    }

    private static void urls(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        Map<String, String> addresses = exchange.deployment().addresses();
        exchange.answerJson(WireJson.object()
                .put("convexCloudUrl", addresses.get("CONVEX_CLOUD_URL"))
                .put("convexSiteUrl", addresses.get("CONVEX_SITE_URL"))
                .toString());
    }

    private static void info(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        exchange.answerJson(exchange.deployment().standing().description().toString());
    }

    private static void pause(Exchange exchange) {
        exchange.requireAdmin();
        exchange.deployment().pause();
        exchange.answerEmpty();
    }

    private static void unpause(Exchange exchange) {
        exchange.requireAdmin();
        exchange.deployment().unpause();
        exchange.answerEmpty();
    }

    private static void list(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        var json = WireJson.object();
        json.set(
                "environmentVariables",
                WireJson.object(exchange.deployment().variables().all()));
        exchange.answerJson(json.toString());
    }

    private static void update(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        var changes = new HashMap<String, Optional<String>>();
        for (JsonNode change : exchange.json(Exchange.CALL_LIMIT).path("changes")) {
            JsonNode value = change.path("value");
            if (!value.isString() && !value.isNull() && !value.isMissingNode()) {
                throw Refusal.badRequest("BadJsonBody", "The field `value` must be a string or null");
            }
            changes.put(WireJson.text(change, "name"), Optional.ofNullable(value.asString(null)));
        }
        exchange.deployment().updateVariables(changes);
        exchange.answerEmpty();
    }
}

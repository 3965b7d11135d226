package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.Installation;
import dev.lockstep.emulator.convex.push.Pushes;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the CLI calls to push. The key comes in the header. */
final class PushEndpoints {

    private interface Step {
        JsonNode answer(JsonNode body);
    }

    private final Pushes pushes;
    private final Installation installation;

    PushEndpoints(Pushes pushes, Installation installation) {
        this.pushes = pushes;
        this.installation = installation;
    }

    Map<String, Endpoint> routes() {
        return Map.of(
                "POST /api/get_config_hashes",
                        exchange ->
                                step(exchange, body -> installation.installed().hashes()),
                "POST /api/deploy2/evaluate_schema", exchange -> step(exchange, pushes::evaluateSchema),
                "POST /api/deploy2/start_push", exchange -> step(exchange, pushes::start),
                "POST /api/deploy2/wait_for_schema", exchange -> step(exchange, pushes::waitForSchema),
                "POST /api/deploy2/finish_push", exchange -> step(exchange, pushes::finish),
                "POST /api/deploy2/report_push_completed", exchange -> step(exchange, body -> WireJson.parse("null")));
    }

    private static void step(Exchange exchange, Step step) throws IOException {
        exchange.requireAdmin();
        exchange.answerJson(step.answer(exchange.json(Exchange.PUSH_LIMIT)).toString());
    }
}

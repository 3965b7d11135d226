package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.Installation;
import dev.lockstep.emulator.convex.push.Pushes;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Endpoint;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Routes;
import tools.jackson.databind.JsonNode;

/** What the CLI calls to push. The key comes in the header. */
final class PushEndpoints {

    private interface Step {
        JsonNode answer(JsonNode body);
    }

    /** Of the body of a push. */
    private static final int LIMIT = 200 << 20;

    private final Pushes pushes;
    private final Installation installation;
    private final Callers callers;

    PushEndpoints(Pushes pushes, Installation installation, Callers callers) {
        this.pushes = pushes;
        this.installation = installation;
        this.callers = callers;
    }

    void routes(Routes routes) {
        routes.add(
                        "POST /api/get_config_hashes",
                        step(body -> installation.installed().hashes()))
                .add("POST /api/deploy2/evaluate_schema", step(pushes::evaluateSchema))
                .add("POST /api/deploy2/evaluate_push", step(pushes::evaluate))
                .add("POST /api/deploy2/start_push", step(pushes::start))
                .add("POST /api/deploy2/wait_for_schema", step(pushes::waitForSchema))
                .add("POST /api/deploy2/finish_push", step(pushes::finish))
                .add("POST /api/deploy2/report_push_completed", step(body -> WireJson.parse("null")));
    }

    private Endpoint step(Step step) {
        return request -> {
            callers.requireAdmin(request);
            return Reply.json(step.answer(request.json(LIMIT)));
        };
    }
}

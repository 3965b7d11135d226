package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.repl.OneOffQueries;
import dev.lockstep.emulator.convex.system.TableShapes;
import dev.lockstep.emulator.convex.token.SignedTokens;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * What is asked of a deployment beside its app: by tools that look into it, which are Convex's dashboard, its CLI and MCP
 * server, and by whoever checks a token that it signed.
 */
final class ToolEndpoints {

    private final Deployment deployment;
    private final Callers callers;

    ToolEndpoints(Deployment deployment, Callers callers) {
        this.deployment = deployment;
        this.callers = callers;
    }

    void routes(Routes routes) {
        routes.add("POST /api/run_test_function", this::runQuery)
                .add("GET /api/shapes2", this::shapes)
                .add("GET /.well-known/jwks.json", this::keys);
    }

    private Reply runQuery(Request request) throws IOException {
        JsonNode body = request.json(FunctionEndpoints.LIMIT);
        Identity identity = callers.identity(request, body);
        Authorizer.requireAdmin(identity);
        var question = new OneOffQueries.Question(
                new ComponentPath(body.path("componentId").asString("")),
                WireJson.text(body.path("bundle"), "source"),
                FunctionEndpoints.args(body.path("args"), "testQuery"),
                identity,
                deployment.calls().newRequestId());
        Outcome outcome = deployment.oneOffQueries().run(question);
        return Reply.json(FunctionEndpoints.text(
                outcome, question.requestId(), FunctionEndpoints.format(request, body.path("format"))));
    }

    private Reply keys(Request request) {
        return Reply.json(WireJson.parse(deployment.transactions().run(SignedTokens::keySet)));
    }

    private Reply shapes(Request request) {
        callers.requireAdmin(request);
        var component = new ComponentPath(request.parameter("component").orElse(""));
        return Reply.json(new TableShapes(deployment.store().latest(), component).json());
    }
}

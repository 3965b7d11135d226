package dev.lockstep.emulator.convex.http;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.FunctionCall.Reach;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.deployment.Calls;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.Timestamps;
import dev.lockstep.emulator.convex.wire.ValueFormat;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Calls of functions over HTTP. */
final class FunctionEndpoints {

    static final String RUN = "/api/run/";

    private final Calls calls;
    private final DocumentStore store;

    FunctionEndpoints(Calls calls, DocumentStore store) {
        this.calls = calls;
        this.store = store;
    }

    Map<String, Endpoint> routes() {
        return Map.of(
                "POST /api/query", exchange -> call(exchange, FunctionKind.QUERY),
                "GET /api/query", this::getQuery,
                "POST /api/mutation", exchange -> call(exchange, FunctionKind.MUTATION),
                "POST /api/action", exchange -> call(exchange, FunctionKind.ACTION),
                "POST /api/function", this::function,
                "POST /api/query_ts", this::queryTs,
                "POST /api/query_at_ts", this::queryAtTs,
                "POST /api/query_batch", this::queryBatch);
    }

    /** {@code /api/run/folder/module/function} */
    void run(Exchange exchange) throws IOException {
        List<String> steps = Arrays.stream(
                        exchange.path().substring(RUN.length()).split("/", -1))
                .map(step -> URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        if (steps.size() < 2 || steps.stream().anyMatch(String::isEmpty)) {
            throw Refusal.badRequest(
                    "MissingIdentifier", "The path must name a module and a function: /api/run/module/function");
        }
        String module = String.join("/", steps.subList(0, steps.size() - 1));
        JsonNode body = exchange.json(Exchange.CALL_LIMIT);
        ValueFormat format = body.path("format").isString()
                ? ValueFormat.named(body.path("format").asString())
                : ValueFormat.CLEAN;
        var call = call(
                exchange, module + ":" + steps.getLast(), body.path("args"), Optional.empty(), exchange.identity());
        exchange.answerJson(text(calls.run(call), call, format));
    }

    private void call(Exchange exchange, FunctionKind kind) throws IOException {
        JsonNode body = exchange.json(Exchange.CALL_LIMIT);
        ValueFormat format = format(exchange, body.path("format"));
        var call =
                call(exchange, WireJson.text(body, "path"), body.path("args"), Optional.of(kind), exchange.identity());
        exchange.answerJson(text(calls.run(call), call, format));
    }

    private void getQuery(Exchange exchange) throws IOException {
        ValueFormat format =
                exchange.query("format").map(ValueFormat::named).orElseGet(() -> format(exchange, WireJson.object()));
        String path = exchange.query("path")
                .orElseThrow(() -> Refusal.badRequest("BadQueryParameter", "The query parameter `path` is missing"));
        JsonNode args = WireJson.parse(exchange.query("args").orElse("{}"));
        var call = call(exchange, path, args, Optional.of(FunctionKind.QUERY), exchange.identity());
        exchange.answerJson(text(calls.run(call), call, format));
    }

    private void function(Exchange exchange) throws IOException {
        Identity identity = exchange.identity();
        Authorizer.requireAdmin(identity);
        JsonNode body = exchange.json(Exchange.CALL_LIMIT);
        ValueFormat format = format(exchange, body.path("format"));
        var component = new ComponentPath(body.path("componentPath").asString(""));
        var call = new FunctionCall(
                FunctionPath.parse(WireJson.text(body, "path")).in(component),
                args(body.path("args"), WireJson.text(body, "path")),
                identity,
                Optional.empty(),
                Reach.INTERNAL,
                requestId(exchange));
        exchange.answerJson(text(calls.run(call), call, format));
    }

    private void queryTs(Exchange exchange) throws IOException {
        long ts = store.pinned().ts();
        exchange.answerJson(WireJson.object().put("ts", Timestamps.encode(ts)).toString());
    }

    private void queryAtTs(Exchange exchange) throws IOException {
        JsonNode body = exchange.json(Exchange.CALL_LIMIT);
        ValueFormat format = format(exchange, body.path("format"));
        long ts = Timestamps.decode(WireJson.text(body, "ts"));
        Snapshot snapshot = store.at(ts)
                .orElseThrow(() -> Refusal.unavailable(
                        "OutOfRetention", "The timestamp is too old: queries can go back about 30 seconds"));
        var call = call(
                exchange,
                WireJson.text(body, "path"),
                body.path("args"),
                Optional.of(FunctionKind.QUERY),
                exchange.identity());
        exchange.answerJson(text(calls.run(call, Optional.of(snapshot)), call, format));
    }

    private void queryBatch(Exchange exchange) throws IOException {
        Snapshot snapshot = store.latest();
        Identity identity = exchange.identity();
        var results = new ArrayList<String>();
        for (JsonNode query : exchange.json(Exchange.CALL_LIMIT).path("queries")) {
            var call = call(
                    exchange,
                    WireJson.text(query, "path"),
                    query.path("args"),
                    Optional.of(FunctionKind.QUERY),
                    identity);
            Outcome outcome = calls.run(call, Optional.of(snapshot));
            results.add(text(outcome, call, format(exchange, query.path("format"))));
        }
        exchange.answerJson("{\"results\":[" + String.join(",", results) + "]}");
    }

    private FunctionCall call(
            Exchange exchange, String path, JsonNode args, Optional<FunctionKind> kind, Identity identity) {
        return new FunctionCall(
                FunctionPath.parse(path), args(args, path), identity, kind, Reach.of(identity), requestId(exchange));
    }

    /** Arguments come as an object, or as a positional array of at most one. */
    private static Obj args(JsonNode node, String path) {
        try {
            ConvexValue value = WireJson.value(node);
            if (value instanceof Obj object) {
                return object;
            }
            if (value instanceof Array(var items) && items.isEmpty()) {
                return ConvexValue.emptyObject();
            }
            if (value instanceof Array(var items) && items.size() == 1 && items.getFirst() instanceof Obj object) {
                return object;
            }
        } catch (ConvexValueException e) {
            throw Refusal.badRequest("InvalidArguments", "Invalid arguments for " + path + ": " + e.getMessage());
        }
        throw Refusal.badRequest("InvalidArguments", "Invalid arguments for " + path + ": they must be an object");
    }

    private static ValueFormat format(Exchange exchange, JsonNode asked) {
        return asked.isString()
                ? ValueFormat.named(asked.asString())
                : ClientVersion.defaultFormat(ClientVersion.of(exchange.header("Convex-Client")));
    }

    private String requestId(Exchange exchange) {
        return exchange.header("Convex-Request-Id")
                .filter(id -> id.matches("[A-Za-z0-9_-]{1,64}"))
                .orElseGet(calls::newRequestId);
    }

    private static String text(Outcome outcome, FunctionCall call, ValueFormat format) {
        var json = new StringBuilder();
        switch (outcome) {
            case Outcome.Success success ->
                json.append("{\"status\":\"success\",\"value\":").append(format.write(success.value()));
            case Outcome.Failure failure -> {
                json.append("{\"status\":\"error\",\"errorMessage\":");
                json.append(WireJson.node(
                        ConvexValue.text("[Request ID: " + call.requestId() + "] Server Error\n" + failure.message())));
                failure.data().ifPresent(data -> json.append(",\"errorData\":").append(format.write(data)));
            }
        }
        if (!outcome.lines().isEmpty()) {
            var lines = WireJson.parse("[]").asArray();
            outcome.lines().forEach(line -> lines.add(line.toString()));
            json.append(",\"logLines\":").append(lines);
        }
        return json.append('}').toString();
    }
}

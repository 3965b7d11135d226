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
import dev.lockstep.emulator.convex.wire.CommitTimes;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.Timestamps;
import dev.lockstep.emulator.convex.wire.ValueFormat;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Calls of functions over HTTP. */
final class FunctionEndpoints {

    /** Of the body of an ordinary call: 16 MiB of arguments and their wrapping. */
    static final int LIMIT = (16 << 20) + 2000;

    private final Calls calls;
    private final DocumentStore store;
    private final Callers callers;

    FunctionEndpoints(Calls calls, DocumentStore store, Callers callers) {
        this.calls = calls;
        this.store = store;
        this.callers = callers;
    }

    void routes(Routes routes) {
        routes.add("POST /api/query", request -> call(request, FunctionKind.QUERY))
                .add("GET /api/query", this::getQuery)
                .add("POST /api/mutation", request -> call(request, FunctionKind.MUTATION))
                .add("POST /api/action", request -> call(request, FunctionKind.ACTION))
                .add("POST /api/function", this::function)
                .add("POST /api/run/**", this::run)
                .add("POST /api/query_ts", this::queryTs)
                .add("POST /api/query_at_ts", this::queryAtTs)
                .add("POST /api/query_batch", this::queryBatch);
    }

    /** {@code /api/run/folder/module/function} */
    private Reply run(Request request) throws IOException {
        List<String> steps = Arrays.stream(request.rawPart(0).split("/", -1))
                .map(step -> URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        if (steps.size() < 2 || steps.stream().anyMatch(String::isEmpty)) {
            throw Refusal.badRequest(
                    "MissingIdentifier", "The path must name a module and a function: /api/run/module/function");
        }
        String module = String.join("/", steps.subList(0, steps.size() - 1));
        JsonNode body = request.json(LIMIT);
        ValueFormat format = body.path("format").isString()
                ? ValueFormat.named(body.path("format").asString())
                : ValueFormat.CLEAN;
        var call = call(
                request,
                module + ":" + steps.getLast(),
                body.path("args"),
                Optional.empty(),
                callers.identity(request));
        return Reply.json(text(calls.run(call), call.requestId(), format));
    }

    private Reply call(Request request, FunctionKind kind) throws IOException {
        JsonNode body = request.json(LIMIT);
        ValueFormat format = format(request, body.path("format"));
        var call = call(
                request, WireJson.text(body, "path"), body.path("args"), Optional.of(kind), callers.identity(request));
        return Reply.json(text(calls.run(call), call.requestId(), format));
    }

    private Reply getQuery(Request request) {
        ValueFormat format =
                request.parameter("format").map(ValueFormat::named).orElseGet(() -> format(request, WireJson.object()));
        String path = request.parameter("path")
                .orElseThrow(() -> Refusal.badRequest("BadQueryParameter", "The query parameter `path` is missing"));
        JsonNode args = WireJson.parse(request.parameter("args").orElse("{}"));
        var call = call(request, path, args, Optional.of(FunctionKind.QUERY), callers.identity(request));
        return Reply.json(text(calls.run(call), call.requestId(), format));
    }

    private Reply function(Request request) throws IOException {
        Identity identity = callers.identity(request);
        Authorizer.requireAdmin(identity);
        JsonNode body = request.json(LIMIT);
        ValueFormat format = format(request, body.path("format"));
        var component = new ComponentPath(body.path("componentPath").asString(""));
        var call = new FunctionCall(
                FunctionPath.parse(WireJson.text(body, "path")).in(component),
                args(body.path("args"), WireJson.text(body, "path")),
                identity,
                Optional.empty(),
                Reach.INTERNAL,
                requestId(request));
        return Reply.json(text(calls.run(call), call.requestId(), format));
    }

    private Reply queryTs(Request request) {
        long ts = store.pinned().ts();
        return Reply.json(WireJson.object().put("ts", Timestamps.encode(ts)));
    }

    private Reply queryAtTs(Request request) throws IOException {
        JsonNode body = request.json(LIMIT);
        ValueFormat format = format(request, body.path("format"));
        long ts = Timestamps.decode(WireJson.text(body, "ts"));
        Snapshot snapshot = store.at(ts)
                .orElseThrow(() -> Refusal.unavailable(
                        "OutOfRetention", "The timestamp is too old: queries can go back about 30 seconds"));
        var call = call(
                request,
                WireJson.text(body, "path"),
                body.path("args"),
                Optional.of(FunctionKind.QUERY),
                callers.identity(request));
        return Reply.json(text(calls.run(call, Optional.of(snapshot)), call.requestId(), format));
    }

    private Reply queryBatch(Request request) throws IOException {
        Snapshot snapshot = store.latest();
        Identity identity = callers.identity(request);
        var results = new ArrayList<String>();
        for (JsonNode query : request.json(LIMIT).path("queries")) {
            var call = call(
                    request,
                    WireJson.text(query, "path"),
                    query.path("args"),
                    Optional.of(FunctionKind.QUERY),
                    identity);
            Outcome outcome = calls.run(call, Optional.of(snapshot));
            results.add(text(outcome, call.requestId(), format(request, query.path("format"))));
        }
        return Reply.json("{\"results\":[" + String.join(",", results) + "]}");
    }

    private FunctionCall call(
            Request request, String path, JsonNode args, Optional<FunctionKind> kind, Identity identity) {
        return new FunctionCall(
                FunctionPath.parse(path), args(args, path), identity, kind, Reach.of(identity), requestId(request));
    }

    /** Arguments come as an object, or as a positional array of at most one. */
    static Obj args(JsonNode node, String path) {
        try {
            ConvexValue value = WireJson.value(node);
            if (value instanceof Obj object) {
                return CommitTimes.refused(path, object);
            }
            if (value instanceof Array(var items) && items.isEmpty()) {
                return ConvexValue.emptyObject();
            }
            if (value instanceof Array(var items) && items.size() == 1 && items.getFirst() instanceof Obj object) {
                return CommitTimes.refused(path, object);
            }
        } catch (ConvexValueException e) {
            throw Refusal.badRequest("InvalidArguments", "Invalid arguments for " + path + ": " + e.getMessage());
        }
        throw Refusal.badRequest("InvalidArguments", "Invalid arguments for " + path + ": they must be an object");
    }

    static ValueFormat format(Request request, JsonNode asked) {
        return asked.isString()
                ? ValueFormat.named(asked.asString())
                : ClientVersion.defaultFormat(ClientVersion.of(request.header("Convex-Client")));
    }

    private String requestId(Request request) {
        return request.header("Convex-Request-Id")
                .filter(id -> id.matches("[A-Za-z0-9_-]{1,64}"))
                .orElseGet(calls::newRequestId);
    }

    static String text(Outcome outcome, String requestId, ValueFormat format) {
        var json = new StringBuilder();
        switch (outcome) {
            case Outcome.Success success ->
                json.append("{\"status\":\"success\",\"value\":").append(format.write(success.value()));
            case Outcome.Failure failure -> {
                json.append("{\"status\":\"error\",\"errorMessage\":");
                json.append(WireJson.node(
                        ConvexValue.text("[Request ID: " + requestId + "] Server Error\n" + failure.message())));
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

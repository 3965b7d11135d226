package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.HttpCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.deployment.Calls;
import dev.lockstep.emulator.convex.deployment.HttpRoutes;
import dev.lockstep.emulator.convex.deployment.Installation;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** HTTP actions: a request becomes a call of the app's router, and what it answers goes out as it is made. */
final class HttpActions {

    private static final int BODY_LIMIT = 20 << 20;

    private final Installation installation;
    private final Calls calls;
    private final Authorizer authorizer;

    HttpActions(Installation installation, Calls calls, Authorizer authorizer) {
        this.installation = installation;
        this.calls = calls;
        this.authorizer = authorizer;
    }

    /** @param path what the app sees as the path of the request */
    void answer(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        var routes = new HttpRoutes(installation.installed().components());
        if (routes.isEmpty()) {
            text(response, 404, "This Convex deployment does not have HTTP actions enabled.");
            return;
        }
        String method = request.getMethod().toUpperCase(Locale.ROOT);
        Optional<HttpRoutes.Match> match = routes.match(path, method);
        if (match.isEmpty()) {
            text(response, 404, "No matching routes found");
            return;
        }
        byte[] body = request.getInputStream().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            text(response, 413, "The body is larger than " + BODY_LIMIT + " bytes");
            return;
        }
        var call = new HttpCall(
                method + " " + path,
                match.get().component(),
                json(request, path, body).toString(),
                match.get().route(),
                identity(request.getHeader("Authorization")),
                calls.newRequestId());
        var reply = new ServletReply(response, method.equals("HEAD"));
        if (calls.runHttp(call, reply) instanceof Outcome.Failure failure) {
            fail(response, call, failure);
        }
    }

    private Identity identity(String authorization) {
        try {
            return authorizer.identify(authorization);
        } catch (Refusal e) {
            // The header may be meant for the app alone.
            return new Identity.Anonymous();
        }
    }

    private static ObjectNode json(HttpServletRequest request, String path, byte[] body) {
        ObjectNode json = WireJson.object()
                .put(
                        "url",
                        origin(request)
                                + path
                                + (request.getQueryString() == null ? "" : "?" + request.getQueryString()))
                .put("method", request.getMethod().toUpperCase(Locale.ROOT));
        ArrayNode pairs = json.putArray("headerPairs");
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                pairs.addArray().add(name.toLowerCase(Locale.ROOT)).add(value);
            }
        }
        if (body.length > 0) {
            json.put("body", Base64.getEncoder().encodeToString(body));
        }
        return json;
    }

    private static String origin(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-Proto");
        String scheme = "https".equalsIgnoreCase(forwarded) ? "https" : request.getScheme();
        String host = request.getHeader("Host");
        return scheme + "://" + (host == null ? request.getServerName() + ":" + request.getServerPort() : host);
    }

    private static void fail(HttpServletResponse response, HttpCall call, Outcome.Failure failure) throws IOException {
        if (response.isCommitted()) {
            // Too late for a status: a body that breaks off is all that can tell the client.
            throw new IOException("The HTTP action failed after it had begun to answer");
        }
        response.reset();
        int lineEnd = failure.message().indexOf('\n');
        String first = lineEnd < 0 ? failure.message() : failure.message().substring(0, lineEnd);
        ObjectNode json = WireJson.object()
                .put("code", "[Request ID: " + call.requestId() + "] Server Error: " + first)
                .put("trace", failure.message());
        failure.data().ifPresent(data -> json.set("data", WireJson.node(data)));
        response.setStatus(500);
        response.setContentType("application/json");
        response.getOutputStream().write(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void text(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what the action answers to the client, piece by piece. */
    private record ServletReply(HttpServletResponse response, boolean headOnly) implements HttpCall.Reply {

        @Override
        public void head(String headJson) {
            JsonNode head = WireJson.parse(headJson);
            response.setStatus(head.path("status").asInt(200));
            for (JsonNode pair : head.path("headerPairs")) {
                String name = pair.path(0).asString();
                if (name.equalsIgnoreCase("content-type")) {
                    response.setContentType(pair.path(1).asString());
                } else {
                    response.addHeader(name, pair.path(1).asString());
                }
            }
        }

        @Override
        public void piece(byte[] bytes) {
            if (headOnly || bytes.length == 0) {
                return;
            }
            try {
                response.getOutputStream().write(bytes);
                response.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException("The client went away", e);
            }
        }
    }
}

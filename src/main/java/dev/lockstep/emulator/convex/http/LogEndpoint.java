package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.FunctionLog;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The log as a long poll: answers at once when there is news, else when there is, or after a minute with none. */
final class LogEndpoint {

    private static final Duration HELD = Duration.ofSeconds(60);

    private LogEndpoint() {}

    static void stream(Exchange exchange) throws IOException {
        exchange.requireAdmin();
        double cursor = cursor(exchange.query("cursor").orElse("0"));
        boolean structured = ClientVersion.wantsStructuredLogs(ClientVersion.of(exchange.header("Convex-Client")));
        AsyncContext held = exchange.request().startAsync();
        held.setTimeout(0);
        exchange.deployment()
                .log()
                .next(cursor)
                .completeOnTimeout(List.of(), HELD.toSeconds(), TimeUnit.SECONDS)
                // Never on the thread of the call that was logged.
                .thenAcceptAsync(entries -> answer(held, text(entries, cursor, structured)));
    }

    private static double cursor(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("BadQueryParameter", "The query parameter `cursor` must be a number");
        }
    }

    private static void answer(AsyncContext held, String json) {
        try {
            var response = (HttpServletResponse) held.getResponse();
            response.setContentType("application/json");
            response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | IllegalStateException e) {
            // The poller went away; there is nobody left to tell.
            held.getRequest().setAttribute("gone", e);
        } finally {
            held.complete();
        }
    }

    private static String text(List<FunctionLog.Entry> entries, double cursor, boolean structured) {
        ObjectNode json = WireJson.object();
        ArrayNode list = json.putArray("entries");
        entries.forEach(entry -> list.add(entry(entry, structured)));
        return json.put(
                        "newCursor",
                        entries.isEmpty() ? cursor : entries.getLast().cursor())
                .toString();
    }

    private static ObjectNode entry(FunctionLog.Entry entry, boolean structured) {
        ObjectNode json = WireJson.object()
                .put("kind", "Completion")
                .put("udfType", entry.kind().udfType())
                .putNull("componentPath")
                .put("identifier", entry.path().toString());
        ArrayNode lines = json.putArray("logLines");
        entry.lines().forEach(line -> {
            if (structured) {
                lines.add(line(line));
            } else {
                lines.add(line.toString());
            }
        });
        json.put("timestamp", entry.at().toEpochMilli() / 1000.0)
                .put("cachedResult", false)
                .put("executionTime", entry.took().toNanos() / 1e9)
                .putNull("success")
                .put("error", entry.error().orElse(null))
                .put("requestId", entry.requestId())
                .put("executionId", entry.requestId())
                .putNull("parentExecutionId");
        return json;
    }

    private static ObjectNode line(LogLine line) {
        ObjectNode json = WireJson.object();
        json.putArray("messages").add(line.message());
        return json.put("level", line.level().name())
                .put("timestamp", line.at().toEpochMilli())
                .put("isTruncated", !line.whole());
    }
}

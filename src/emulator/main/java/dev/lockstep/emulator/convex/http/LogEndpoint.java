package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.FunctionLog;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.RequestNames;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The log as a long poll: answers at once when there is news, else when there is, or after a minute with none. */
final class LogEndpoint {

    private static final Duration HELD = Duration.ofSeconds(60);

    /** Less than any entry's, and not the beginning. */
    private static final double BEFORE_ALL = 1;

    private final FunctionLog log;

    LogEndpoint(FunctionLog log) {
        this.log = log;
    }

    Map<String, Endpoint> routes() {
        return Map.of(
                "GET /api/stream_function_logs", this::streamAll,
                "GET /api/app_metrics/stream_function_logs", this::streamAll,
                "GET /api/stream_udf_execution", this::streamCompletions,
                "GET /api/app_metrics/stream_udf_execution", this::streamCompletions);
    }

    /** What ended and what actions log meanwhile; of one request, when it is named. */
    private void streamAll(Exchange exchange) throws IOException {
        Optional<String> request = request(exchange);
        stream(
                exchange,
                LogJson.Lines.STREAMED,
                entry -> request.map(entry.call().requestId()::equals).orElse(true));
    }

    /** What ended, with all its lines. */
    private void streamCompletions(Exchange exchange) throws IOException {
        stream(exchange, LogJson.Lines.COMPLETE, FunctionLog.Completion.class::isInstance);
    }

    private void stream(Exchange exchange, LogJson.Lines lines, Predicate<FunctionLog.Entry> wanted)
            throws IOException {
        exchange.requireAdmin();
        double cursor = cursor(exchange.query("cursor").orElse("0"));
        var json = new LogJson(
                lines, ClientVersion.wantsStructuredLogs(ClientVersion.of(exchange.header("Convex-Client"))));
        AsyncContext held = exchange.request().startAsync();
        held.setTimeout(0);
        // Whoever asks from the beginning wants to know where the log is now, and takes the first answer for the past:
        // it must not wait for the first entry, which would be taken for the past as well.
        boolean first = cursor == 0;
        log.next(cursor)
                .completeOnTimeout(List.of(), first ? 0 : HELD.toMillis(), TimeUnit.MILLISECONDS)
                // Never on the thread of the call that was logged.
                .thenAcceptAsync(entries -> {
                    double next = entries.isEmpty()
                            ? Math.max(cursor, BEFORE_ALL)
                            : entries.getLast().cursor();
                    answer(held, json.page(entries.stream().filter(wanted).toList(), next));
                });
    }

    /** The request that a client names by its session and its count of requests. */
    private static Optional<String> request(Exchange exchange) {
        Optional<String> session = exchange.query("sessionId");
        Optional<String> counter = exchange.query("clientRequestCounter");
        if (session.isEmpty() || counter.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RequestNames.of(UUID.fromString(session.get()), Long.parseLong(counter.get())));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(
                    "BadQueryParameter", "`sessionId` must be a UUID and `clientRequestCounter` a number");
        }
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
}

package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.FunctionLog;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.RequestNames;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.time.Duration;
import java.util.List;
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
    private final Callers callers;

    LogEndpoint(FunctionLog log, Callers callers) {
        this.log = log;
        this.callers = callers;
    }

    void routes(Routes routes) {
        routes.add("GET /api/stream_function_logs", this::streamAll)
                .add("GET /api/app_metrics/stream_function_logs", this::streamAll)
                .add("GET /api/stream_udf_execution", this::streamCompletions)
                .add("GET /api/app_metrics/stream_udf_execution", this::streamCompletions);
    }

    /** What ended and what actions log meanwhile; of one request, when it is named. */
    private Reply streamAll(Request request) {
        Optional<String> named = named(request);
        return stream(
                request,
                LogJson.Lines.STREAMED,
                entry -> named.map(entry.call().requestId()::equals).orElse(true));
    }

    /** What ended, with all its lines. */
    private Reply streamCompletions(Request request) {
        return stream(request, LogJson.Lines.COMPLETE, FunctionLog.Completion.class::isInstance);
    }

    private Reply stream(Request request, LogJson.Lines lines, Predicate<FunctionLog.Entry> wanted) {
        callers.requireAdmin(request);
        double cursor = cursor(request.parameter("cursor").orElse("0"));
        var json = new LogJson(
                lines, ClientVersion.wantsStructuredLogs(ClientVersion.of(request.header("Convex-Client"))));
        // Whoever asks from the beginning wants to know where the log is now, and takes the first answer for the past:
        // it must not wait for the first entry, which would be taken for the past as well.
        boolean first = cursor == 0;
        return new Reply.Later(log.next(cursor)
                .completeOnTimeout(List.of(), first ? 0 : HELD.toMillis(), TimeUnit.MILLISECONDS)
                // Never on the thread of the call that was logged.
                .thenApplyAsync(entries -> {
                    double next = entries.isEmpty()
                            ? Math.max(cursor, BEFORE_ALL)
                            : entries.getLast().cursor();
                    return Reply.json(json.page(entries.stream().filter(wanted).toList(), next));
                }));
    }

    /** The request that a client names by its session and its count of requests. */
    private static Optional<String> named(Request request) {
        Optional<String> session = request.parameter("sessionId");
        Optional<String> counter = request.parameter("clientRequestCounter");
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
}

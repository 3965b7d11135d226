package dev.lockstep.emulator.convex.web;

import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;

/**
 * The requests that one call has sent, by the numbers it gave them, until their answers are read or nobody wants them
 * any more. Ends them all with the call. Thread-safe.
 */
public final class Fetches implements AutoCloseable {

    private static final int PIECE = 64 << 10;
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(206, "Partial Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(409, "Conflict"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"));

    private final Fetcher fetcher;
    private final Executor workers;
    private final Map<Integer, CompletableFuture<HttpResponse<InputStream>>> sent = new ConcurrentHashMap<>();
    private final Map<Integer, InputStream> bodies = new ConcurrentHashMap<>();

    /** @param workers wait for pieces of answers */
    public Fetches(Fetcher fetcher, Executor workers) {
        this.fetcher = fetcher;
        this.workers = workers;
    }

    /**
     * Sends a request.
     *
     * @param request {@code {id, url, method, headers, body, redirect}}
     * @return {@code {status, statusText, headers, url, redirected}}, when the head of the answer is there
     */
    public CompletableFuture<String> send(JsonNode request, Duration limit) {
        int id = request.path("id").asInt();
        boolean refusesRedirects = request.path("redirect").asString("").equals("error");
        var answer = fetcher.send(request, limit);
        sent.put(id, answer);
        return answer.handle((response, error) -> {
            if (error != null) {
                Throwable cause = error instanceof CompletionException ? error.getCause() : error;
                throw new FunctionError(
                        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
            }
            if (refusesRedirects && isRedirect(response)) {
                cancel(id);
                throw new FunctionError("unexpected redirect");
            }
            return head(response);
        });
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        return response.statusCode() / 100 == 3
                && response.headers().firstValue("location").isPresent();
    }

    private static String head(HttpResponse<InputStream> response) {
        var json = WireJson.object()
                .put("status", response.statusCode())
                .put("statusText", REASONS.getOrDefault(response.statusCode(), ""))
                .put("url", response.uri().toString())
                .put("redirected", response.previousResponse().isPresent());
        var headers = json.putArray("headers");
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                values.forEach(value -> headers.addArray().add(name).add(value));
            }
        });
        return json.toString();
    }

    /** The next piece of an answer's body: a JSON string in base64, or {@code null} at its end. */
    public CompletableFuture<String> piece(int id) {
        return CompletableFuture.supplyAsync(() -> read(id), workers);
    }

    private String read(int id) {
        try {
            InputStream body = body(id);
            byte[] buffer = new byte[PIECE];
            int count = body.read(buffer);
            if (count < 0) {
                cancel(id);
                return "null";
            }
            return '"' + Base64.getEncoder().encodeToString(Arrays.copyOf(buffer, count)) + '"';
        } catch (IOException e) {
            cancel(id);
            throw new FunctionError(String.valueOf(e.getMessage()));
        }
    }

    private InputStream body(int id) throws IOException {
        InputStream known = bodies.get(id);
        if (known != null) {
            return known;
        }
        var answer = sent.get(id);
        if (answer == null) {
            throw new IOException("The answer is not there any more");
        }
        HttpResponse<InputStream> response = answer.join();
        String format = response.headers().firstValue("content-encoding").orElse("");
        InputStream body = Compression.unpacking(format.trim().toLowerCase(Locale.ROOT), response.body());
        bodies.put(id, body);
        return body;
    }

    /** Ends an exchange, whatever it has come to. */
    public void cancel(int id) {
        bodies.remove(id);
        var answer = sent.remove(id);
        if (answer == null) {
            return;
        }
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            try {
                answer.join().body().close();
            } catch (IOException e) {
                // It is gone either way.
            }
        } else {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        sent.keySet().forEach(this::cancel);
    }
}

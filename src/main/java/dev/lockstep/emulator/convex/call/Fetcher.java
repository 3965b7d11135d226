package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code fetch} for actions. Blocks its thread; answers above {@link #MAX_BODY} are refused. Thread-safe. */
final class Fetcher {

    private static final int MAX_BODY = 64 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** The JDK's client sets these itself and refuses to be told. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final HttpClient following = client(HttpClient.Redirect.NORMAL);
    private final HttpClient staying = client(HttpClient.Redirect.NEVER);

    private static HttpClient client(HttpClient.Redirect redirect) {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(redirect)
                .build();
    }

    /**
     * @param request {@code {url, method, headers: [[name, value]…], body: base64 or null, redirect}}
     * @return {@code {status, headers, body: base64, url}}
     */
    String fetch(JsonNode request, Duration limit) {
        HttpClient client = "follow".equals(request.path("redirect").asString("follow")) ? following : staying;
        try {
            HttpResponse<InputStream> response =
                    client.send(prepared(request, limit), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_BODY + 1);
                if (bytes.length > MAX_BODY) {
                    throw new FunctionError("the answer is larger than " + MAX_BODY + " bytes");
                }
                return answer(response, bytes);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new FunctionError(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FunctionError("interrupted");
        }
    }

    private static HttpRequest prepared(JsonNode request, Duration limit) {
        URI uri = URI.create(request.path("url").asString());
        var body = request.path("body").isString()
                ? HttpRequest.BodyPublishers.ofByteArray(
                        Base64.getDecoder().decode(request.path("body").asString()))
                : HttpRequest.BodyPublishers.noBody();
        var builder = HttpRequest.newBuilder(uri)
                .timeout(limit)
                .method(request.path("method").asString("GET"), body);
        for (JsonNode header : request.path("headers")) {
            String name = header.path(0).asString();
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                builder.header(name, header.path(1).asString());
            }
        }
        return builder.build();
    }

    private static String answer(HttpResponse<InputStream> response, byte[] bytes) {
        var json = WireJson.object()
                .put("status", response.statusCode())
                .put("body", Base64.getEncoder().encodeToString(bytes))
                .put("url", response.uri().toString());
        var headers = json.putArray("headers");
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                values.forEach(value -> headers.addArray().add(name).add(value));
            }
        });
        // The script reads JSON text out of JSON text: fetch's answer is itself a string.
        return json.toString();
    }
}

package dev.lockstep.emulator.convex.web;

import dev.lockstep.emulator.convex.wire.FunctionError;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** Sends what {@code fetch} asks for, for all functions of a deployment. Thread-safe. */
public final class Fetcher {

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
     * Sends a request; done when the head of the answer is there. Cancelling the future ends the exchange.
     *
     * @param request {@code {url, method, headers: [[name, value]…], body: base64 or null, redirect}}
     * @param limit until the head of the answer
     */
    CompletableFuture<HttpResponse<InputStream>> send(JsonNode request, Duration limit) {
        HttpClient client = "follow".equals(request.path("redirect").asString("follow")) ? following : staying;
        try {
            return client.sendAsync(prepared(request, limit), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            throw new FunctionError(String.valueOf(e.getMessage()));
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
                .setHeader("User-Agent", "Convex/1.0")
                .setHeader("Accept", "*/*")
                .setHeader("Accept-Encoding", "gzip, deflate, br")
                .method(request.path("method").asString("GET"), body);
        if ("http".equals(uri.getScheme())) {
            // Without TLS the JDK's client would ask for an upgrade, which small servers stumble over.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        for (JsonNode header : request.path("headers")) {
            String name = header.path(0).asString();
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                builder.setHeader(name, header.path(1).asString());
            }
        }
        return builder.build();
    }
}

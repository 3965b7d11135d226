package dev.lockstep.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One emulated service over HTTP, as any tool would talk to it: asked what it holds, and asked to make trouble. */
final class Service {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String authorization;

    Service(String url, String authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    JsonNode get(String path) {
        return json(send(request(path, authorization).GET().build()));
    }

    JsonNode post(String path, Map<String, ?> body) {
        return post(path, authorization, body);
    }

    JsonNode post(String path, String credentials, Map<String, ?> body) {
        return json(send(request(path, credentials)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build()));
    }

    byte[] bytes(String address) {
        return send(HttpRequest.newBuilder(URI.create(address))
                        .timeout(PATIENCE)
                        .build())
                .body();
    }

    /** From now on every matching request is answered by this fault; closing the result ends all faults here. */
    Trouble trouble(Map<String, ?> fault) {
        post("/emulator/faults", authorization, fault);
        return () -> send(request("/emulator/faults", authorization).DELETE().build());
    }

    /** Trouble that lasts until it is closed. */
    @FunctionalInterface
    interface Trouble extends AutoCloseable {
        @Override
        void close();
    }

    private HttpRequest.Builder request(String path, String credentials) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).header("Authorization", credentials);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            assertThat(response.statusCode())
                    .as("%s %s", request.method(), request.uri())
                    .isBetween(200, 299);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + request.uri(), e);
        }
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return response.body().length == 0 ? JSON.nullNode() : JSON.readTree(response.body());
    }
}

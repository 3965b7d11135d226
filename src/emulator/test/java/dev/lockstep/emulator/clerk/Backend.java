package dev.lockstep.emulator.clerk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the Backend API as they are on the wire, for what no client would send. */
public final class Backend {

    public static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI api;
    private final Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + Clerks.SECRET_KEY));

    public Backend(ClerkEmulator clerk) {
        this.api = URI.create(clerk.apiUrl() + "/v1");
    }

    public Backend with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Backend without(String header) {
        headers.remove(header);
        return this;
    }

    /** What came back; the body is empty JSON where there was none. */
    public record Reply(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /** The code of the first error. */
        public String code() {
            return json().path("errors").path(0).path("code").asString("");
        }

        /** The parameter that the first error is about. */
        public String parameter() {
            return json().path("errors").path(0).path("meta").path("param_name").asString("");
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return send(path, "GET", HttpRequest.BodyPublishers.noBody(), null);
    }

    public Reply call(String method, String path) throws IOException, InterruptedException {
        return send(path, method, HttpRequest.BodyPublishers.noBody(), null);
    }

    public Reply call(String method, String path, String json) throws IOException, InterruptedException {
        return send(path, method, HttpRequest.BodyPublishers.ofString(json), "application/json");
    }

    /** An upload without a length, as the Java SDK sends it. */
    public Reply upload(String path, String part, byte[] content) throws IOException, InterruptedException {
        String boundary = "a-boundary";
        var body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part
                        + "\"; filename=\"a.png\"; filename*=UTF-8''a.png\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        byte[] bytes = body.toByteArray();
        return send(
                path,
                "POST",
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)),
                "multipart/form-data; boundary=" + boundary);
    }

    private Reply send(
            String path,
            String method,
            HttpRequest.BodyPublisher body,
            @org.jspecify.annotations.Nullable String contentType)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(api + path)).method(method, body);
        headers.forEach(request::header);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    }
}

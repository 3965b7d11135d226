package dev.lockstep.emulator.convex;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** What a test says to an emulator, over a real socket. */
final class EmulatorClient {

    static final Secret KEY = Secret.of("test|0123456789abcdef");
    static final String ADMIN = "Convex " + KEY.reveal();

    record Answer(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            return WireJson.parse(body);
        }

        JsonNode value() {
            return json().path("value");
        }

        String error() {
            return json().path("errorMessage").asString("");
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;

    EmulatorClient(URI url) {
        this.url = url;
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer post(String path, byte[] body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer options(String path, String... headers) {
        return send(request(path, headers).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    Answer query(String path, String args, String... headers) {
        return call("query", path, args, headers);
    }

    Answer mutation(String path, String args, String... headers) {
        return call("mutation", path, args, headers);
    }

    Answer action(String path, String args, String... headers) {
        return call("action", path, args, headers);
    }

    Answer call(String kind, String path, String args, String... headers) {
        var body = WireJson.object().put("path", path).put("format", "convex_encoded_json");
        body.set("args", WireJson.parse(args));
        return post("/api/" + kind, body.toString(), headers);
    }

    /** Pushes as the CLI does, and fails the test when a step is refused. */
    void push(PushedApp app) {
        push(app, ADMIN);
    }

    void push(PushedApp app, String authorization) {
        JsonNode started =
                accepted(post("/api/deploy2/start_push", app.body().toString(), "Authorization", authorization));
        var wait = WireJson.object();
        wait.set("schemaChange", started.path("schemaChange"));
        JsonNode waited =
                accepted(post("/api/deploy2/wait_for_schema", wait.toString(), "Authorization", authorization));
        if (!waited.path("type").asString().equals("complete")) {
            throw new AssertionError("The schema was not accepted: " + waited);
        }
        var finish = WireJson.object();
        finish.set("startPush", started);
        accepted(post("/api/deploy2/finish_push", finish.toString(), "Authorization", authorization));
    }

    private static JsonNode accepted(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError("The push was refused: " + answer.body());
        }
        return answer.json();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new AssertionError("The emulator did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}

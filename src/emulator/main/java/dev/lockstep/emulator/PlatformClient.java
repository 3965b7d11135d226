package dev.lockstep.emulator;

import dev.lockstep.core.EnvFile;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the Management API of the emulated platform, as a program of the person's own would. */
final class PlatformClient {

    /** Of the platform's first team, which is there from the start. */
    static final long TEAM_ID = 1;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    private final URI url;
    private final Secret accessToken;

    PlatformClient(URI url, Secret accessToken) {
        this.url = url;
        this.accessToken = accessToken;
    }

    /** The platform of the Lockstep that runs on this home; empty when none answers. */
    static Optional<PlatformClient> running(Path home) {
        Path file = home.resolve("emulator.env");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var lines = EnvFile.read(Files.readString(file)).values();
            if (!lines.containsKey("CONVEX_PLATFORM_URL") || !lines.containsKey("CONVEX_PLATFORM_TOKEN")) {
                return Optional.empty();
            }
            var platform = new PlatformClient(
                    URI.create(lines.get("CONVEX_PLATFORM_URL")), Secret.of(lines.get("CONVEX_PLATFORM_TOKEN")));
            return platform.answers() ? Optional.of(platform) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Problem noneRuns(Path home) {
        return new Problem(
                new ProblemCode("NoLockstepRuns"),
                Kind.PERMANENT,
                "No Lockstep runs on " + home + ".",
                "Start it (java -jar lockstep.jar), or set LOCKSTEP_HOME to the folder of the one that runs.");
    }

    /** The number of the project of this name, which is made when there is none. */
    long project(String name) {
        for (JsonNode project : get("/v1/teams/" + TEAM_ID + "/projects").path("items")) {
            if (project.path("name").asString("").equals(name)) {
                return project.path("id").asLong();
            }
        }
        return post(
                        "/v1/teams/" + TEAM_ID + "/create_project",
                        JSON.createObjectNode().put("projectName", name))
                .path("id")
                .asLong();
    }

    /** A new key of a deployment, with its type in front. */
    String newKey(String deployment, String name) {
        return post(
                        "/v1/deployments/" + deployment + "/create_deploy_key",
                        JSON.createObjectNode().put("name", name))
                .path("deployKey")
                .asString();
    }

    JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, ObjectNode body) {
        return send(request(path).POST(BodyPublishers.ofString(body.toString())).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + accessToken.reveal())
                .header("Content-Type", "application/json");
    }

    private boolean answers() {
        try {
            var request = request("/v1/token_details").GET().build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @throws Problem with the platform's own sentence */
    private JsonNode send(HttpRequest request) {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
            }
            JsonNode problem = JSON.readTree(response.body());
            throw new Problem(
                    new ProblemCode("PlatformRefused"),
                    Kind.PERMANENT,
                    problem.path("message").asString("The platform answered " + response.statusCode()) + ".",
                    "Correct the command and try again.");
        } catch (IOException e) {
            throw new Problem(
                    new ProblemCode("PlatformUnanswered"),
                    Kind.TRANSIENT,
                    "The platform at " + url + " did not answer.",
                    "See whether Lockstep still runs, and try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the platform", e);
        }
    }
}

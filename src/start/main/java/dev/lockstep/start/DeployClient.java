package dev.lockstep.start;

import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The deployment's endpoints for its owner: POST with JSON, answered with JSON or {@code {code, message}}. */
final class DeployClient implements AutoCloseable {

    /** The name of the tool whose requests these are; deployments read the version of the wire from it. */
    private static final String CLIENT = "npm-cli-1.48.0";

    private static final int LONGEST_MESSAGE = 2000;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final URI deployment;
    private final Secret adminKey;

    DeployClient(URI deployment, Secret adminKey) {
        this.deployment = deployment;
        this.adminKey = adminKey;
    }

    /**
     * @return the body of the answer
     * @throws Problem unless the answer is a success
     */
    String post(String path, String json) {
        var request = HttpRequest.newBuilder(deployment.resolve(path))
                // Evaluating all modules for the first time takes seconds on a small machine.
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Convex " + adminKey.reveal())
                .header("Convex-Client", CLIENT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = send(request);
        if (response.statusCode() / 100 != 2) {
            throw refused(path, response);
        }
        return response.body();
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw problem(
                    "PlatformPushUnanswered",
                    Kind.TRANSIENT,
                    "The Convex deployment at " + deployment + " did not answer "
                            + request.uri().getPath() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem("PlatformPushInterrupted", Kind.TRANSIENT, "The push of the functions was interrupted.");
        }
    }

    private Problem refused(String path, HttpResponse<String> response) {
        String reason = reason(response.body()).replace(adminKey.reveal(), adminKey.toString());
        Kind kind = switch (response.statusCode()) {
            case 401, 403 -> Kind.AUTH;
            default -> response.statusCode() >= 500 ? Kind.TRANSIENT : Kind.PERMANENT;
        };
        return problem(
                "PlatformPushRefused",
                kind,
                "The Convex deployment at " + deployment + " refused " + path + " with status " + response.statusCode()
                        + ": " + reason);
    }

    /** The deployment's code and message; what is wrong with pushed code stands in the message. */
    private static String reason(String body) {
        try {
            JsonNode problem = JsonMapper.shared().readTree(body);
            String reason = problem.path("code").asString("") + " "
                    + problem.path("message").asString("");
            return reason.isBlank() ? "no reason given" : shortened(reason.strip());
        } catch (JacksonException e) {
            return shortened(body.strip());
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static Problem problem(String code, Kind kind, String sentence) {
        return new Problem(
                new ProblemCode(code), kind, sentence, "See whether the deployment runs and its key is right.");
    }
}

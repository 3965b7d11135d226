package dev.lockstep.start;

import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pushes the platform's functions, as the build bundled them, to a Convex deployment: first the environment variables
 * that they read, then the code, in the requests that {@code npx convex deploy} makes. Needs no Node.
 *
 * <p>Pushing what is there already changes nothing. A push that fails leaves the code that was there.
 */
final class PlatformPush {

    private static final String BUNDLE = "/convex/platform.json";

    /** Each of these waits up to ten seconds on the other side. */
    private static final int MOST_POLLS = 30;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String bundle;

    /** Pushes what the build bundled. */
    PlatformPush() {
        this(bundled());
    }

    /** @param bundle the JSON object of a start_push request, without adminKey and dryRun */
    PlatformPush(String bundle) {
        this.bundle = bundle;
    }

    /**
     * @param convexUrl the deployment's origin
     * @param adminKey of that deployment
     * @param env the variables to set before the push; others stay as they are
     * @throws Problem when the deployment cannot be reached or refuses, with its own words
     */
    void push(URI convexUrl, Secret adminKey, Map<String, String> env) {
        try (var deployment = new DeployClient(convexUrl, adminKey)) {
            deployment.post("/api/update_environment_variables", changes(env));
            String started = deployment.post(
                    "/api/deploy2/start_push",
                    "{\"adminKey\":" + quoted(adminKey) + ",\"dryRun\":false," + bundle.substring(1));
            waitForSchema(deployment, adminKey, read(started).path("schemaChange"));
            deployment.post(
                    "/api/deploy2/finish_push",
                    "{\"adminKey\":" + quoted(adminKey) + ",\"startPush\":" + started
                            + ",\"dryRun\":false,\"message\":null}");
        }
    }

    private static String bundled() {
        try (InputStream resource = PlatformPush.class.getResourceAsStream(BUNDLE)) {
            if (resource == null) {
                throw failed("The bundled Convex functions are missing (" + BUNDLE + "): build with ./mvnw.");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String changes(Map<String, String> env) {
        var request = JSON.createObjectNode();
        var changes = request.putArray("changes");
        new TreeMap<>(env)
                .forEach((name, value) -> changes.addObject().put("name", name).put("value", value));
        return request.toString();
    }

    private static void waitForSchema(DeployClient deployment, Secret adminKey, JsonNode schemaChange) {
        String request = "{\"adminKey\":" + quoted(adminKey) + ",\"schemaChange\":" + schemaChange
                + ",\"timeoutMs\":10000,\"dryRun\":false}";
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            JsonNode status = read(deployment.post("/api/deploy2/wait_for_schema", request));
            switch (status.path("type").asString("")) {
                case "complete" -> {
                    return;
                }
                case "inProgress" -> {
                    // The other side has waited already; ask again at once, as the CLI does.
                }
                case "failed" ->
                    throw failed("The data does not match the schema: "
                            + status.path("error").asString("no reason given"));
                case "raceDetected" -> throw failed("Somebody else pushed functions at the same time.");
                default -> throw failed("The deployment answered wait_for_schema with a status unknown here.");
            }
        }
        throw failed("The deployment did not finish checking its data against the schema.");
    }

    private static JsonNode read(String json) {
        return JSON.readTree(json);
    }

    private static String quoted(Secret secret) {
        return JSON.writeValueAsString(secret.reveal());
    }

    private static Problem failed(String sentence) {
        return new Problem(
                new ProblemCode("PlatformPushFailed"),
                Kind.PERMANENT,
                sentence,
                "Correct the functions in src/main/convex or the deployment's data, and start again.");
    }
}

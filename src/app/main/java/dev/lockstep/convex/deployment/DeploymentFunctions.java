package dev.lockstep.convex.deployment;

import dev.lockstep.convex.outside.Outside;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.core.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The functions of a deployment, for its owner: which there are, and to run one. Asks the deployment itself, so that it is
 * the same for Convex, a self-hosted deployment and the emulator.
 *
 * <p>Thread-safe; holds connections, no keys. Blocks the calling thread; throws {@link PlatformProblem} when there is no
 * answer, never because a function threw.
 */
public final class DeploymentFunctions implements AutoCloseable {

    private static final String SPEC = "_system/cli/modules:apiSpec";

    private final JsonCalls calls;

    /**
     * @param callTimeout for one run too
     * @param outside where the deployments that people name may be
     */
    public DeploymentFunctions(Duration callTimeout, Outside outside) {
        this.calls = new JsonCalls(callTimeout, outside);
    }

    /** All of them by name; none before the first push. */
    public List<FunctionSpec> list(ConvexDeployment deployment) {
        var found = new ArrayList<FunctionSpec>();
        asked(deployment, question(SPEC, ConvexValue.emptyObject()))
                .path("value")
                .forEach(item -> found.add(spec(item)));
        found.sort(Comparator.comparing(FunctionSpec::name));
        return found;
    }

    /**
     * What a query of the deployment's own answers, one below {@code _system/}.
     *
     * @throws PlatformProblem also when it threw, and {@link PlatformProblem#NOT_OFFERED} when there is none
     */
    public ConvexValue ask(ConvexDeployment deployment, String query, Obj arguments) {
        JsonNode answer = asked(deployment, question(query, arguments));
        if (answer.path("status").asString("").equals("error")) {
            throw Refusals.threw(answer.path("errorMessage").asString(""));
        }
        return value(answer);
    }

    /** The same of many arguments at once, at one moment; empty where it threw. */
    public List<Optional<ConvexValue>> askAll(ConvexDeployment deployment, String query, List<Obj> arguments) {
        ObjectNode body = JsonCalls.JSON.createObjectNode();
        var queries = body.putArray("queries");
        arguments.forEach(one -> queries.add(question(query, one)));
        JsonNode answer = calls.ask(at(deployment, "query_batch"), body, authorization(deployment, Optional.empty()));
        var found = new ArrayList<Optional<ConvexValue>>();
        answer.path("results")
                .forEach(result -> found.add(
                        result.path("status").asString("").equals("success")
                                ? Optional.of(value(result))
                                : Optional.empty()));
        return found;
    }

    private JsonNode asked(ConvexDeployment deployment, ObjectNode question) {
        return calls.ask(at(deployment, "query"), question, authorization(deployment, Optional.empty()));
    }

    private static ObjectNode question(String query, Obj arguments) {
        ObjectNode body = JsonCalls.JSON.createObjectNode().put("path", query).put("format", "convex_encoded_json");
        body.set("args", JsonCalls.JSON.readTree(ConvexJson.encode(arguments)));
        return body;
    }

    private static ConvexValue value(JsonNode answer) {
        try {
            return ConvexJson.parse(answer.path("value").toString());
        } catch (ConvexValueException e) {
            throw Refusals.unreadable("it is not a value of Convex");
        }
    }

    private static FunctionSpec spec(JsonNode json) {
        String type = json.path("functionType").asString("");
        if (type.equals("HttpAction")) {
            return new FunctionSpec(
                    json.path("method").asString("") + " " + json.path("path").asString(""),
                    FunctionSpec.Kind.HTTP_ACTION,
                    FunctionSpec.Visibility.PUBLIC,
                    "{\"type\":\"any\"}");
        }
        FunctionSpec.Kind kind = switch (type) {
            case "Mutation" -> FunctionSpec.Kind.MUTATION;
            case "Action" -> FunctionSpec.Kind.ACTION;
            default -> FunctionSpec.Kind.QUERY;
        };
        boolean internal = json.path("visibility").path("kind").asString("").equals("internal");
        return new FunctionSpec(
                json.path("identifier").asString("").replaceFirst("\\.js:", ":"),
                kind,
                internal ? FunctionSpec.Visibility.INTERNAL : FunctionSpec.Visibility.PUBLIC,
                json.path("args").isMissingNode()
                        ? "{\"type\":\"any\"}"
                        : json.path("args").toString());
    }

    /**
     * Runs a function, an internal one too.
     *
     * @param arguments an object as JSON, with Convex's own notation for what JSON does not have
     * @param identity the claims of the user to act as, as JSON; empty for the deployment's owner
     * @throws PlatformProblem also when the arguments are no JSON object
     */
    public FunctionRun run(ConvexDeployment deployment, String name, String arguments, Optional<String> identity) {
        ObjectNode body = JsonCalls.JSON.createObjectNode().put("path", name).put("format", "convex_encoded_json");
        body.set("args", object(arguments));
        JsonNode answer = calls.post(at(deployment, "function"), body, authorization(deployment, identity));
        var lines = new ArrayList<String>();
        answer.path("logLines").forEach(line -> lines.add(line.asString("")));
        if (answer.path("status").asString("").equals("error")) {
            return new FunctionRun.Threw(answer.path("errorMessage").asString(""), lines);
        }
        return new FunctionRun.Returned(answer.path("value").toPrettyString(), lines);
    }

    private static JsonNode object(String text) {
        try {
            JsonNode json = JsonCalls.JSON.readTree(text.isBlank() ? "{}" : text);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            // Told below, together with JSON that is something else.
        }
        throw Refusals.badArguments();
    }

    @Override
    public void close() {
        calls.close();
    }

    private static HttpUrl at(ConvexDeployment deployment, String endpoint) {
        return HttpUrl.get(deployment.url().toString())
                .newBuilder()
                .addPathSegment("api")
                .addPathSegment(endpoint)
                .build();
    }

    private static Secret authorization(ConvexDeployment deployment, Optional<String> identity) {
        String acting = identity.map(
                        claims -> ":" + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)))
                .orElse("");
        return Secret.of("Convex " + deployment.key().reveal() + acting);
    }
}

package dev.lockstep.convex.deployment;

import dev.lockstep.convex.outside.Outside;
import dev.lockstep.core.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the owner of a deployment may ask of it, beside its functions: its addresses, its environment variables, to rest.
 * Any deployment will do, at Convex, self-hosted or emulated.
 *
 * <p>Thread-safe; holds connections, no keys. Blocks the calling thread; every method throws {@link PlatformProblem}.
 */
public final class DeploymentAdmin implements AutoCloseable {

    private static final String STATE = "_system/frontend/deploymentState:deploymentState";

    private final JsonCalls calls;

    /** @param outside where the deployments that people name may be */
    public DeploymentAdmin(Duration callTimeout, Outside outside) {
        this.calls = new JsonCalls(callTimeout, outside);
    }

    /** The cheapest question that needs the key: whether it opens the deployment, and where the deployment says it is. */
    public CanonicalUrls canonicalUrls(ConvexDeployment deployment) {
        JsonNode answer = get(deployment, "v1/get_canonical_urls");
        return new CanonicalUrls(address(answer, "convexCloudUrl"), address(answer, "convexSiteUrl"));
    }

    /** All variables, by name. */
    public SortedMap<String, VariableValue> variables(ConvexDeployment deployment) {
        JsonNode answer = needing("deployment:env:view", () -> get(deployment, "v1/list_environment_variables"));
        var variables = new TreeMap<String, VariableValue>();
        answer.path("environmentVariables")
                .properties()
                .forEach(entry -> variables.put(
                        entry.getKey(), new VariableValue(entry.getValue().asString(""))));
        return variables;
    }

    /** All of them or none. Functions see the new values from their next call on. */
    public void change(ConvexDeployment deployment, List<VariableChange> changes) {
        ObjectNode body = JsonCalls.JSON.createObjectNode();
        ArrayNode list = body.putArray("changes");
        changes.forEach(change -> {
            ObjectNode item = list.addObject().put("name", change.name());
            change.value().ifPresentOrElse(value -> item.put("value", value.text()), () -> item.putNull("value"));
        });
        needing("deployment:env:write", () -> post(deployment, "v1/update_environment_variables", body));
    }

    /** From now on it takes no calls of functions. */
    public void pause(ConvexDeployment deployment) {
        needing("deployment:pause", () -> calls.post(at(deployment, "v1/pause_deployment"), authorization(deployment)));
    }

    public void resume(ConvexDeployment deployment) {
        needing(
                "deployment:unpause",
                () -> calls.post(at(deployment, "v1/unpause_deployment"), authorization(deployment)));
    }

    /** Asks as Convex's own dashboard does: no endpoint is described for it. */
    public DeploymentState state(ConvexDeployment deployment) {
        ObjectNode body = JsonCalls.JSON.createObjectNode().put("path", STATE).put("format", "json");
        body.putArray("args").addObject();
        try {
            return DeploymentState.of(
                    post(deployment, "query", body).path("value").path("state").asString(""));
        } catch (PlatformProblem problem) {
            if (problem.is(PlatformProblem.NOT_PERMITTED)) {
                return DeploymentState.UNKNOWN;
            }
            throw problem;
        }
    }

    /** Says which permission the key lacks, since Convex's own words do not always. */
    private static JsonNode needing(String permission, Supplier<JsonNode> request) {
        try {
            return request.get();
        } catch (PlatformProblem problem) {
            throw Refusals.lacking(problem, permission);
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    private JsonNode get(ConvexDeployment deployment, String path) {
        return calls.get(at(deployment, path), authorization(deployment));
    }

    private JsonNode post(ConvexDeployment deployment, String path, JsonNode body) {
        return calls.post(at(deployment, path), body, authorization(deployment));
    }

    private static HttpUrl at(ConvexDeployment deployment, String path) {
        return HttpUrl.get(deployment.url().toString())
                .newBuilder()
                .addPathSegment("api")
                .addPathSegments(path)
                .build();
    }

    private static Secret authorization(ConvexDeployment deployment) {
        return Secret.of("Convex " + deployment.key().reveal());
    }

    private static URI address(JsonNode json, String field) {
        String text = json.path(field).asString("");
        try {
            URI address = URI.create(text);
            // Whatever else answers there answers without it: it would be taken for a deployment that took the key.
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(field);
        }
        throw notAnAddress(field);
    }

    private static PlatformProblem notAnAddress(String field) {
        return Refusals.unreadable("the field " + field + " is not an address");
    }
}

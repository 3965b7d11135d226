package dev.lockstep.convex.deployment;

import dev.lockstep.convex.outside.Outside;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Convex's platform, as an OAuth application sees it: the way to a grant, and the Management API with what was granted.
 * The documented endpoints ({@code /v1}) are asked first; where a host does not have them, the older ones.
 *
 * <p>Thread-safe; holds connections, no tokens. Blocks the calling thread; every method throws {@link PlatformProblem}.
 */
public final class ConvexPlatform implements AutoCloseable {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;

    private final PlatformHosts hosts;
    private final HttpUrl api;
    private final JsonCalls calls;

    public ConvexPlatform(PlatformHosts hosts) {
        this.hosts = hosts;
        this.api = HttpUrl.get(hosts.api().toString());
        this.calls = new JsonCalls(hosts.callTimeout(), Outside.EVERYWHERE);
    }

    /** Whether people can agree at Convex; where not, {@link #authorizeTeam} is refused. */
    public boolean hasApplication() {
        return hosts.application().isPresent();
    }

    /** Where a person picks a team and agrees; the team's whole projects are then open to us, as far as they are to them. */
    public URI authorizeTeam(AuthorizationRequest request) {
        return HttpUrl.get(hosts.dashboard().toString())
                .newBuilder()
                .addPathSegments("oauth/authorize/team")
                .addQueryParameter("client_id", application().clientId())
                .addQueryParameter("redirect_uri", request.redirectUri().toString())
                .addQueryParameter("response_type", "code")
                .addQueryParameter("state", request.state())
                .addQueryParameter("code_challenge", request.codeChallenge())
                .addQueryParameter("code_challenge_method", "S256")
                .build()
                .uri();
    }

    private OauthApplication application() {
        return hosts.application()
                .orElseThrow(() -> new Problem(
                        new ProblemCode("OauthNotSet"),
                        Problem.Kind.PERMANENT,
                        "This installation has no application at Convex, so that nobody can agree there to connect a team.",
                        "Connect a deployment by its address and a key; or whoever runs this site sets"
                                + " CONVEX_OAUTH_CLIENT_ID and CONVEX_OAUTH_CLIENT_SECRET."));
    }

    /**
     * Trades the code that came back for a token. Codes work once, for ten minutes.
     *
     * @param redirectUri the same as when the person was sent
     */
    public Secret exchange(Secret code, URI redirectUri, Secret verifier) {
        OauthApplication application = application();
        var form = new FormBody.Builder()
                .add("grant_type", "authorization_code")
                .add("client_id", application.clientId())
                .add("client_secret", application.clientSecret().reveal())
                .add("redirect_uri", redirectUri.toString())
                .add("code", code.reveal())
                .add("code_verifier", verifier.reveal())
                .build();
        JsonNode answer;
        try {
            answer = calls.form(at("oauth/token"), form);
        } catch (PlatformProblem problem) {
            throw Refusals.grant(problem);
        }
        return Secret.of(text(answer, "access_token"));
    }

    /** Whose token this is; empty for one that opens a single project. */
    public Optional<PlatformTeam> team(Secret token) {
        JsonNode details = calls.get(at("v1/token_details"), bearer(token));
        if (!details.path("type").asString("").equals("teamToken")) {
            return Optional.empty();
        }
        return Optional.of(new PlatformTeam(number(details, "teamId"), slugOf(token)));
    }

    /** A token names its team in front: {@code team:slug|…}. */
    private static String slugOf(Secret token) {
        String front = token.reveal().split("\\|", 2)[0];
        String[] parts = front.split(":");
        return parts.length > 1 ? parts[1] : "";
    }

    /**
     * The team's projects whose name or slug has this text in it, the first 2,000.
     *
     * @param text blank for all
     */
    public List<PlatformProject> projects(Secret token, long teamId, String text) {
        var found = new ArrayList<PlatformProject>();
        var url = at("v1/teams/" + teamId + "/projects").newBuilder().addQueryParameter("limit", "" + PAGE);
        if (!text.isBlank()) {
            url.addQueryParameter("q", text.strip());
        }
        pages(token, url.build(), item -> found.add(project(item)));
        return found;
    }

    private void pages(Secret token, HttpUrl first, Consumer<JsonNode> each) {
        HttpUrl next = first;
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = calls.get(next, bearer(token));
            list(answer.path("items")).forEach(each);
            String cursor = answer.path("pagination").path("nextCursor").asString("");
            if (cursor.isEmpty() || !answer.path("pagination").path("hasMore").asBoolean(false)) {
                return;
            }
            next = first.newBuilder().setQueryParameter("cursor", cursor).build();
        }
    }

    public PlatformProject project(Secret token, long id) {
        return project(calls.get(at("v1/projects/" + id), bearer(token)));
    }

    /** @return its id and slug; a project without a deployment */
    public PlatformProject createProject(Secret token, PlatformTeam team, String name) {
        ObjectNode body = JsonCalls.JSON.createObjectNode().put("projectName", name);
        JsonNode answer = calls.post(at("v1/teams/" + team.id() + "/create_project"), body, bearer(token));
        return project(token, number(answer, "id"));
    }

    /** All deployments of the project that run at Convex. */
    public List<PlatformDeployment> deployments(Secret token, long projectId) {
        JsonNode answer = calls.get(at("v1/projects/" + projectId + "/list_deployments"), bearer(token));
        var found = new ArrayList<PlatformDeployment>();
        list(answer).forEach(item -> {
            if (item.path("kind").asString("cloud").equals("cloud")) {
                found.add(deployment(item));
            }
        });
        return found;
    }

    public PlatformDeployment createDeployment(Secret token, long projectId, DeploymentType type) {
        ObjectNode body = JsonCalls.JSON.createObjectNode().put("type", type.word());
        return deployment(calls.post(at("v1/projects/" + projectId + "/create_deployment"), body, bearer(token)));
    }

    /**
     * A key to one deployment. With a token of an OAuth application Convex gives that same token under another prefix, so
     * that it opens more than its name says and ends with the grant.
     *
     * @param keyName shown in the dashboard's list of keys
     */
    public Secret createDeployKey(Secret token, String deployment, String keyName) {
        ObjectNode body = JsonCalls.JSON.createObjectNode().put("name", keyName);
        JsonNode answer = calls.post(at("v1/deployments/" + deployment + "/create_deploy_key"), body, bearer(token));
        return Secret.of(text(answer, "deployKey"));
    }

    /** A key that is gone already counts as deleted. */
    public void deleteDeployKey(Secret token, String deployment, String keyName) {
        ObjectNode body = JsonCalls.JSON.createObjectNode().put("id", keyName);
        gone(() -> calls.post(at("v1/deployments/" + deployment + "/delete_deploy_key"), body, bearer(token)));
    }

    /** Deletes the project with all its deployments and their data. One that is gone already counts as deleted. */
    public void deleteProject(Secret token, long id) {
        gone(() -> calls.post(at("v1/projects/" + id + "/delete"), bearer(token)));
    }

    /** What a new deployment of that type starts with, by name. */
    public SortedMap<String, VariableValue> defaults(Secret token, long projectId, DeploymentType type) {
        var found = new TreeMap<String, VariableValue>();
        HttpUrl all = at("v1/projects/" + projectId + "/list_default_environment_variables")
                .newBuilder()
                .addQueryParameter("deploymentType", type.word())
                .build();
        pages(
                token,
                all,
                item -> found.put(
                        text(item, "name"), new VariableValue(item.path("value").asString(""))));
        return found;
    }

    /** All of them or none. Deployments that are there already keep what they have. */
    public void changeDefaults(Secret token, long projectId, DeploymentType type, List<VariableChange> changes) {
        ObjectNode body = JsonCalls.JSON.createObjectNode();
        ArrayNode list = body.putArray("changes");
        changes.forEach(change -> {
            ObjectNode item = list.addObject().put("name", change.name()).put("deploymentType", type.word());
            change.value().ifPresentOrElse(value -> item.put("value", value.text()), () -> item.putNull("value"));
        });
        calls.post(at("v1/projects/" + projectId + "/update_default_environment_variables"), body, bearer(token));
    }

    /** Where the deployment is in Convex's dashboard. */
    public URI dashboard(String teamSlug, String projectSlug, String deployment) {
        return HttpUrl.get(hosts.dashboard().toString())
                .newBuilder()
                .addPathSegment("t")
                .addPathSegment(teamSlug)
                .addPathSegment(projectSlug)
                .addPathSegment(deployment)
                .build()
                .uri();
    }

    @Override
    public void close() {
        calls.close();
    }

    private static void gone(Runnable delete) {
        try {
            delete.run();
        } catch (PlatformProblem problem) {
            if (!problem.is(PlatformProblem.MISSING)) {
                throw problem;
            }
        }
    }

    private HttpUrl at(String path) {
        return api.newBuilder().addPathSegments(path).build();
    }

    private static Secret bearer(Secret token) {
        return Secret.of("Bearer " + token.reveal());
    }

    private static PlatformProject project(JsonNode json) {
        return new PlatformProject(
                number(json, "id"),
                text(json, "name"),
                text(json, "slug"),
                json.path("teamId").asLong(0),
                json.path("teamSlug").asString(""),
                Instant.ofEpochMilli(json.path("createTime").asLong(0)));
    }

    private static PlatformDeployment deployment(JsonNode json) {
        return new PlatformDeployment(
                text(json, "name"),
                DeploymentType.of(text(json, "deploymentType")),
                number(json, "projectId"),
                address(text(json, "deploymentUrl")),
                json.path("isDefault").asBoolean(false),
                json.path("reference").asString(""));
    }

    /** An empty list is an answer, no list is none: taken for empty, it would make what is there a second time. */
    private static JsonNode list(JsonNode json) {
        if (!json.isArray()) {
            throw Refusals.unreadable("the list in it is missing");
        }
        return json;
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw Refusals.unreadable("an address in it is none");
        }
    }

    private static String text(JsonNode json, String field) {
        String text = json.path(field).asString("");
        if (text.isBlank()) {
            throw Refusals.unreadable("the field " + field + " is missing");
        }
        return text;
    }

    private static long number(JsonNode json, String field) {
        if (!json.path(field).isIntegralNumber()) {
            throw Refusals.unreadable("the field " + field + " is missing");
        }
        return json.path(field).asLong();
    }
}

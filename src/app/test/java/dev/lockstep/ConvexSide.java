package dev.lockstep;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Convex's side of a connection: what is there, and what somebody does there without us. */
public final class ConvexSide {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, Integer> TEAMS =
            Map.of("local", 1, "field-crew", 2, "full-house", 3, "locked-down", 4);

    private final LockstepApp app;
    private final HttpClient http = HttpClient.newHttpClient();

    public ConvexSide(LockstepApp app) {
        this.app = app;
    }

    /** A project that somebody made in the dashboard, with a deployment. */
    public record Made(long project, String deployment, URI url, String key) {}

    /** The same without a deployment. */
    public long makeProject(String team, String name) {
        return post("/v1/teams/" + TEAMS.get(team) + "/create_project", Map.of("projectName", name))
                .path("id")
                .asLong();
    }

    public Made make(String team, String name) {
        return add(makeProject(team, name), "dev");
    }

    /** One more deployment of a project. */
    public Made add(long project, String type) {
        String key = "of-the-test|" + Long.toHexString(System.nanoTime());
        JsonNode deployment =
                post("/v1/projects/" + project + "/create_deployment", Map.of("type", type, "deployKey", key));
        return new Made(
                project,
                deployment.path("name").asString(),
                URI.create(deployment.path("deploymentUrl").asString()),
                key);
    }

    /** The ids of the team's projects with exactly this name. */
    public List<Long> projects(String team, String name) {
        var found = new ArrayList<Long>();
        String path = "/v1/teams/" + TEAMS.get(team) + "/projects?limit=100";
        for (JsonNode item : JSON.readTree(app.platform("GET", path, "")).path("items")) {
            if (item.path("name").asString().equals(name)) {
                found.add(item.path("id").asLong());
            }
        }
        return found;
    }

    /** The names of a project's deployments. */
    public List<String> deployments(long project) {
        var names = new ArrayList<String>();
        JSON.readTree(app.platform("GET", "/v1/projects/" + project + "/list_deployments", ""))
                .forEach(item -> names.add(item.path("name").asString()));
        return names;
    }

    public void delete(long project) {
        app.platform("POST", "/v1/projects/" + project + "/delete", "");
    }

    /** Deletes every project of the team, so that its quota is free again. */
    public void clear(String team) {
        String path = "/v1/teams/" + TEAMS.get(team) + "/projects?limit=100";
        JSON.readTree(app.platform("GET", path, ""))
                .path("items")
                .forEach(item -> delete(item.path("id").asLong()));
    }

    public void revoke(String team) {
        post("/emulator/grants/revoke", Map.of("team", team));
    }

    public void rules(String team, String name, Object value) {
        post("/emulator/teams/" + team, Map.of(name, value));
    }

    /** Asks a deployment for trouble, or with {@code DELETE} to end it. */
    public void deploymentFault(Made made, String method, String json) throws Exception {
        var request = HttpRequest.newBuilder(made.url().resolve("/emulator/faults"))
                .header("Authorization", "Convex " + made.key())
                .method(method, HttpRequest.BodyPublishers.ofString(json));
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("The deployment answered " + answer.statusCode());
        }
    }

    private JsonNode post(String path, Map<String, Object> body) {
        String answer = app.platform("POST", path, JSON.writeValueAsString(body));
        return answer.isBlank() ? JSON.createObjectNode() : JSON.readTree(answer);
    }
}

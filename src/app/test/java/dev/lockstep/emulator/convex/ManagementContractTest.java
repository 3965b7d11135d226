package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.JudgingProxy;
import dev.lockstep.OpenApi;
import dev.lockstep.convex.ConvexProblem;
import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.LiveClient;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.convex.Subscription;
import dev.lockstep.convex.TokenSource;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.PlatformVisitor.Answer;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.platform.Platform;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds what the emulated platform and its deployments answer, and what is sent to them here, against Convex's published
 * descriptions. Every exchange of the visitor is judged, refusals included.
 */
@Tag("wire")
class ManagementContractTest {

    private static final String KEY = EmulatorClient.KEY.reveal();

    @TempDir
    static Path home;

    private static OpenApi description;
    private static DeploymentHost host;
    private static Platform platform;
    private static PlatformVisitor visitor;

    @BeforeAll
    static void start() {
        description = OpenApi.convexManagement();
        host = new DeploymentHost(CallLimits.DEFAULT, Clock.systemUTC());
        platform = Platform.start(host, PlatformVisitor.settings(home));
        visitor = new PlatformVisitor(platform.url(), Optional.of(description));
    }

    @AfterAll
    static void stop() {
        if (platform != null) {
            visitor.close();
            platform.close();
            host.close();
        }
    }

    @Test
    void findsFaultsInWhatIsWrong() {
        ObjectNode made = (ObjectNode) person("POST", "/v1/teams/1/create_project", "{\"projectName\":\"Judged\"}");
        String path = "/v1/projects/" + made.path("id").asLong();
        String good = person("GET", path, "").toString();
        String nameless = ((ObjectNode) WireJson.parse(good)).without("name").toString();

        assertThat(description.faults("GET", path, "", 200, good)).isEmpty();
        assertThat(description.faults("GET", path, "", 200, nameless)).anyMatch(fault -> fault.contains("name"));
        assertThat(description.faults("GET", path, "", 200, good.replace("\"teamId\":1", "\"teamId\":\"one\"")))
                .anyMatch(fault -> fault.contains("/teamId"));
        assertThat(description.faults("GET", path, "", 204, "")).isNotEmpty();
        assertThat(description.faults("GET", "/v1/projects/first", "", 200, good))
                .anyMatch(fault -> fault.contains("project_id"));
        assertThat(description.faults("GET", path + "?verbose=1", "", 200, good))
                .anyMatch(fault -> fault.contains("verbose"));
        assertThat(description.faults("GET", path, "", 404, "gone")).isNotEmpty();
        assertThat(description.faults("PATCH", path, "{\"colour\":\"red\"}", 200, good))
                .anyMatch(fault -> fault.contains("colour"));
        assertThat(description.faults("POST", "/v1/teams/1/create_project", "", 200, made.toString()))
                .anyMatch(fault -> fault.contains("a body is required"));
        assertThatThrownBy(() -> description.check("GET", "/v1/teams", "", 200, "[]"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("there is no operation GET /v1/teams");
    }

    @Test
    void hearsWhatAClientSaysThroughTheProxy() throws Exception {
        try (var proxy = new JudgingProxy(description, platform.url());
                var client = new PlatformVisitor(proxy.url())) {
            assertThat(client.asPerson("POST", "/v1/teams/2/create_project", "{\"projectName\":\"Heard\"}")
                            .status())
                    .isEqualTo(200);
            client.asPerson("GET", "/api/teams", "");
            assertThat(proxy.faults()).isEmpty();

            client.asPerson("GET", "/v1/teams/field-crew/projects?pageSize=2", "");

            assertThat(proxy.judged())
                    .containsExactly("POST /v1/teams/2/create_project", "GET /v1/teams/field-crew/projects?pageSize=2");
            assertThat(proxy.faults())
                    .anyMatch(fault -> fault.contains("team_id"))
                    .anyMatch(fault -> fault.contains("pageSize"));
        }
    }

    @Test
    void makesFindsRenamesAndDeletesProjects() {
        for (int i = 0; i < 5; i++) {
            person("POST", "/v1/teams/2/create_project", "{\"projectName\":\"Page " + i + "\"}");
        }
        var names = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = person("GET", "/v1/teams/2/projects?q=page&limit=2" + cursor, "");
            page.path("items").forEach(item -> names.add(item.path("name").asString()));
            cursor = page.path("pagination").has("nextCursor")
                    ? "&cursor=" + page.at("/pagination/nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(names).containsExactly("Page 4", "Page 3", "Page 2", "Page 1", "Page 0");

        JsonNode made = person(
                "POST",
                "/v1/teams/2/create_project",
                "{\"projectName\":\"With a database\",\"deploymentType\":\"dev\"}");
        String path = "/v1/projects/" + made.path("id").asLong();
        assertThat(person("GET", path, "").path("devDeploymentName")).isEqualTo(made.path("deploymentName"));
        assertThat(person("PATCH", path, "{\"name\":\"Renamed\",\"slug\":\"renamed\"}")
                        .path("slug")
                        .asString())
                .isEqualTo("renamed");
        assertThat(visitor.asPerson("PATCH", path, "{\"slug\":\"page-1\"}").code())
                .isEqualTo("ProjectSlugTaken");
        assertThat(person("GET", "/v1/teams/field-crew/projects/renamed", "").path("id"))
                .isEqualTo(made.path("id"));
        assertThat(person("GET", "/v1/teams/2/projects/renamed/deployment?defaultDev=true", "")
                        .path("name"))
                .isEqualTo(made.path("deploymentName"));

        assertThat(visitor.asPerson("POST", path + "/delete", "").status()).isEqualTo(200);
        assertThat(visitor.asPerson("GET", path, "").status()).isEqualTo(404);
        assertThat(visitor.asPerson(
                                "GET",
                                "/v1/deployments/" + made.path("deploymentName").asString(),
                                "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void makesFindsChangesMovesAndDeletesDeployments() {
        String token = visitor.token(visitor.teamCode("local"));
        long project = create(token, "Deployed");
        String path = "/v1/projects/" + project;
        JsonNode dev =
                ok(visitor.post(path + "/create_deployment", token, "{\"type\":\"dev\",\"reference\":\"dev/ada\"}"));
        JsonNode prod = ok(visitor.post(
                path + "/create_deployment",
                token,
                "{\"type\":\"prod\",\"class\":\"s256\",\"region\":\"aws-eu-west-1\"}"));
        JsonNode second = ok(visitor.post(path + "/create_deployment", token, "{\"type\":\"dev\"}"));

        assertThat(dev.path("isDefault").asBoolean()).isTrue();
        assertThat(second.path("isDefault").asBoolean()).isFalse();
        assertThat(names(path + "/list_deployments", token)).containsExactly(name(dev), name(prod), name(second));
        assertThat(names(path + "/list_deployments?deploymentType=prod&includeLocal=true", token))
                .containsExactly(name(prod));
        assertThat(names(path + "/list_deployments?isDefault=false", token)).containsExactly(name(second));
        assertThat(ok(visitor.get(path + "/deployment?reference=dev/ada", token))
                        .path("name"))
                .isEqualTo(dev.path("name"));
        assertThat(ok(visitor.get(path + "/deployment?defaultProd=true", token))
                        .path("class")
                        .asString())
                .isEqualTo("s256");
        assertThat(visitor.get(path + "/deployment", token).status()).isEqualTo(400);
        ok(visitor.patch("/v1/deployments/" + name(second), token, "{\"isDefault\":true,\"reference\":\"dev/eve\"}"));
        assertThat(ok(visitor.get(path + "/deployment?defaultDev=true", token)).path("name"))
                .isEqualTo(second.path("name"));
        assertThat(visitor.patch("/v1/deployments/" + name(dev), token, "{\"reference\":\"dev/eve\"}")
                        .code())
                .isEqualTo("DeploymentReferenceTaken");
        assertThat(names("/v1/teams/1/list_deployments?projectId=" + project + "&sortBy=name&sortOrder=asc", token))
                .hasSize(3)
                .isSorted();
        assertThat(names("/v1/teams/1/list_deployments?isDefault=true&deploymentType=dev&q=eve", token))
                .containsExactly(name(second));

        long other = create(token, "Elsewhere");
        Answer moved = visitor.post(
                "/v1/deployments/" + name(dev) + "/transfer", token, "{\"destinationProjectId\":" + other + "}");
        assertThat(moved.status()).isEqualTo(204);
        assertThat(names("/v1/projects/" + other + "/list_deployments", token)).containsExactly(name(dev));
        assertThat(visitor.post("/v1/deployments/" + name(dev) + "/delete", token, "")
                        .status())
                .isEqualTo(200);
        assertThat(visitor.post(path + "/create_deployment", token, "{\"type\":\"dev\",\"localPort\":1}")
                        .code())
                .isEqualTo("BadJsonBody");
        assertThat(ok(visitor.get("/v1/teams/1/list_deployment_regions", token)).path("items"))
                .hasSize(2);
        assertThat(ok(visitor.get("/v1/teams/1/list_deployment_classes", token)).path("items"))
                .hasSize(4);
        assertThat(ok(visitor.get("/v1/teams/1/list_local_deployments", token)).path("items"))
                .isEmpty();
        ok(visitor.get("/v1/token_details", token));
    }

    @Test
    void startsNewDeploymentsWithTheProjectsVariables() {
        String token = visitor.token(visitor.newProjectCode("local", "Preset"));
        long project =
                ok(visitor.get("/v1/token_details", token)).path("projectId").asLong();
        String path = "/v1/projects/" + project;
        ok(visitor.post(path + "/update_default_environment_variables", token, """
                {"changes":[{"name":"GREETING","deploymentType":"dev","value":"hi"},
                {"name":"GREETING","deploymentType":"prod","value":"hi"},
                {"name":"OTHER","deploymentType":"prod","value":"x"}]}"""));

        JsonNode listed = ok(visitor.get(path + "/list_default_environment_variables", token))
                .path("items");
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).path("deploymentTypes")).hasSize(2);
        assertThat(ok(visitor.get(path + "/list_default_environment_variables?deploymentType=dev", token))
                        .path("items"))
                .hasSize(1);
        JsonNode dev = ok(visitor.post(path + "/create_deployment", token, "{\"type\":\"dev\"}"));
        try (var direct = deployment(dev)) {
            assertThat(keyed(direct, "GET", "/api/v1/list_environment_variables", token, "")
                            .json()
                            .path("environmentVariables"))
                    .hasToString("{\"GREETING\":\"hi\"}");
        }
        ok(visitor.post(
                path + "/update_default_environment_variables",
                token,
                "{\"changes\":[{\"name\":\"GREETING\",\"deploymentType\":\"dev\",\"value\":null}]}"));
        assertThat(ok(visitor.get(path + "/list_default_environment_variables?name=GREETING", token))
                        .at("/items/0/deploymentTypes"))
                .hasToString("[\"prod\"]");
    }

    @Test
    void givesPeopleKeysOfTheirOwn() {
        JsonNode made =
                person("POST", "/v1/teams/1/create_project", "{\"projectName\":\"Keyed\",\"deploymentType\":\"prod\"}");
        String path = "/v1/deployments/" + made.path("deploymentName").asString();
        JsonNode key = person(
                "POST", path + "/create_deploy_key", "{\"name\":\"ci\",\"allowedActions\":[\"deployment:deploy\"]}");
        String text = key.path("deployKey").asString();

        assertThat(text).startsWith("prod:" + made.path("deploymentName").asString() + "|");
        assertThat(person("GET", path + "/list_deploy_keys", "")).hasSize(1);
        assertThat(visitor.asPerson("POST", path + "/create_deploy_key", "{\"name\":\"ci\"}")
                        .code())
                .isEqualTo("DeployKeyNameTaken");
        long soon = Clock.systemUTC().instant().plus(Duration.ofMinutes(5)).toEpochMilli();
        assertThat(visitor.asPerson(
                                "POST", path + "/create_deploy_key", "{\"name\":\"short\",\"expiresAt\":" + soon + "}")
                        .code())
                .isEqualTo("InvalidExpiration");
        try (var direct =
                new PlatformVisitor(URI.create(made.path("deploymentUrl").asString()))) {
            assertThat(keyed(direct, "GET", "/api/v1/deployment_info", text, "").status())
                    .isEqualTo(200);
            visitor.asPerson(
                    "POST",
                    path + "/delete_deploy_key",
                    WireJson.object().put("id", text).toString());
            assertThat(keyed(direct, "GET", "/api/v1/deployment_info", text, "").status())
                    .isEqualTo(401);
        }
        String previews = "/v1/projects/" + made.path("id").asLong();
        assertThat(person("POST", previews + "/create_preview_deploy_key", "{\"name\":\"pr\"}")
                        .path("previewDeployKey")
                        .asString())
                .startsWith("preview:local:keyed|");
        assertThat(person("GET", previews + "/list_preview_deploy_keys", "").path("items"))
                .hasSize(1);
        visitor.asPerson("POST", previews + "/delete_preview_deploy_key", "{\"id\":\"pr\"}");
        assertThat(person("GET", previews + "/list_preview_deploy_keys", "").path("items"))
                .isEmpty();
    }

    @Test
    void remembersWhoDidWhat() {
        String token = visitor.token(visitor.teamCode("field-crew"));
        long project = ok(visitor.post("/v1/teams/2/create_project", token, "{\"projectName\":\"Noted\"}"))
                .path("id")
                .asLong();

        String window = "from=0&to=4102444800000";
        JsonNode events =
                person("GET", "/v1/teams/2/list_audit_log_events?action=project:create&limit=1&" + window, "");

        assertThat(events.at("/items/0/metadata/projectId").asLong()).isEqualTo(project);
        assertThat(events.at("/items/0/actor/kind").asString()).isEqualTo("token");
        assertThat(visitor.get("/v1/teams/2/list_audit_log_events?" + window, token)
                        .status())
                .isEqualTo(403);
        assertThat(person("GET", "/v1/teams/2/list_members", "").path("items")).hasSize(1);
    }

    @Test
    void answersTheOlderEndpoints() {
        String token = visitor.token(visitor.teamCode("field-crew"));
        JsonNode made = ok(visitor.post(
                "/api/create_project",
                token,
                "{\"team\":\"field-crew\",\"projectName\":\"Older\",\"deploymentType\":\"dev\"}"));
        assertThat(made.path("projectsRemaining").asInt()).isBetween(0, 19);
        String key = made.path("adminKey").asString();
        String asked = WireJson.object().put("deployKey", key).toString();
        assertThat(visitor.post("/api/deployment/url_for_key", key, asked)
                        .json()
                        .asString())
                .isEqualTo(made.path("prodUrl").asString());
        assertThat(visitor.post("/api/deployment/team_and_project_for_key", key, asked)
                        .json()
                        .path("project"))
                .isEqualTo(made.path("projectSlug"));

        JsonNode authorized = ok(visitor.send(
                "POST",
                "/api/dashboard/authorize",
                "{\"authn_token\":\"" + token + "\",\"projectId\":" + made.path("projectId")
                        + ",\"oauthApp\":{\"clientId\":\"" + PlatformVisitor.CLIENT + "\",\"clientSecret\":\""
                        + PlatformVisitor.SECRET + "\"}}"));

        String project =
                "project:field-crew:older|" + authorized.path("accessToken").asString();
        assertThat(ok(visitor.get("/v1/token_details", project)).path("projectId"))
                .isEqualTo(made.path("projectId"));
        assertThat(ok(visitor.post(
                                "/api/deployment/provision_and_authorize",
                                token,
                                "{\"teamSlug\":\"field-crew\",\"projectSlug\":\"older\",\"deploymentType\":\"dev\"}"))
                        .path("url"))
                .isEqualTo(made.path("prodUrl"));
    }

    @Test
    void pausesADeploymentAndLetsItRunAgain() throws Exception {
        JsonNode made = pushed("Paused");
        URI url = URI.create(made.path("deploymentUrl").asString());
        var http = new EmulatorClient(url);
        var seen = new CopyOnWriteArrayList<String>();
        Clock clock = Clock.systemUTC();
        try (var direct = deployment(made);
                var clients = new LiveClients(new ConvexProperties(url, Duration.ofSeconds(2), Duration.ofSeconds(5)));
                LiveClient live = clients.connect(TokenSource.anonymous())) {
            live.subscribe("hello:there", ConvexValue.emptyObject(), told(seen));
            await().untilAsserted(() -> assertThat(seen).hasSize(1));
            await().untilAsserted(() -> assertThat(times(http, "ticks")).isNotEmpty());
            long due = clock.millis() + 1_500;
            assertThat(http.mutation("hello:later", "{\"at\":" + due / 1000.0 + "}")
                            .error())
                    .isEmpty();
            assertThat(direct.send("POST", "/api/v1/pause_deployment", "").status())
                    .isEqualTo(403);

            assertThat(keyed(direct, "POST", "/api/v1/pause_deployment", KEY, "")
                            .status())
                    .isEqualTo(200);

            // What had begun may end.
            long paused = clock.millis() + 300;
            assertThat(http.query("hello:there", "{}").error()).contains("deployment is paused");
            assertThat(http.mutation("hello:mark", "{}").error()).contains("deployment is paused");
            await().untilAsserted(() -> assertThat(seen).hasSize(2));
            assertThat(live.mutation("hello:mark", ConvexValue.emptyObject()))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withMessageContaining("deployment is paused");
            String change = "{\"changes\":[{\"name\":\"STILL\",\"value\":\"works\"}]}";
            assertThat(keyed(direct, "POST", "/api/v1/update_environment_variables", KEY, change)
                            .status())
                    .isEqualTo(200);
            await().until(() -> clock.millis() > due + 300);
            long resumed = clock.millis();
            assertThat(keyed(direct, "POST", "/api/v1/unpause_deployment", KEY, "")
                            .status())
                    .isEqualTo(200);

            await().untilAsserted(() -> assertThat(seen).hasSize(3));
            assertThat(seen.get(0)).contains("hello").isEqualTo(seen.get(2));
            assertThat(seen.get(1)).contains("deployment is paused");
            // What was scheduled for meanwhile was kept and ran afterwards; what a clock would have started was not.
            await().untilAsserted(() -> assertThat(times(http, "marks")).hasSize(1));
            assertThat(times(http, "marks").getFirst()).isGreaterThanOrEqualTo(resumed);
            await().untilAsserted(() -> assertThat(times(http, "ticks")).anyMatch(at -> at >= resumed));
            assertThat(times(http, "ticks")).noneMatch(at -> at > paused && at < resumed);
        }
    }

    private static List<Long> times(EmulatorClient http, String table) {
        var times = new ArrayList<Long>();
        http.query("hello:times", "{\"table\":\"" + table + "\"}").value().forEach(at -> times.add(at.asLong()));
        return times;
    }

    private static Subscription.Listener told(List<String> seen) {
        return new Subscription.Listener() {
            @Override
            public void updated(ConvexValue value) {
                seen.add(value.toString());
            }

            @Override
            public void failed(ConvexProblem problem) {
                seen.add(problem.toString());
            }
        };
    }

    @Test
    void tellsWhichDeploymentItIs() {
        JsonNode made = pushed("Described");
        try (var direct = deployment(made)) {
            JsonNode info =
                    keyed(direct, "GET", "/api/v1/deployment_info", KEY, "").json();

            assertThat(info.path("kind").asString()).isEqualTo("cloud");
            assertThat(info.path("projectSlug").asString()).isEqualTo("described");
            assertThat(info.path("id")).isEqualTo(made.path("id"));
            assertThat(keyed(direct, "GET", "/api/v1/get_canonical_urls", KEY, "")
                            .json()
                            .path("convexCloudUrl"))
                    .isEqualTo(made.path("deploymentUrl"));
        }
    }

    /** A deployment with functions, whose key is that of the tests. */
    private static JsonNode pushed(String projectName) {
        JsonNode project = person("POST", "/v1/teams/1/create_project", "{\"projectName\":\"" + projectName + "\"}");
        // What only the person of this machine may ask of their own platform is not in the description.
        try (var plain = new PlatformVisitor(platform.url())) {
            JsonNode made = ok(plain.asPerson(
                    "POST",
                    "/v1/projects/" + project.path("id").asLong() + "/create_deployment",
                    "{\"type\":\"dev\",\"deployKey\":\"" + KEY + "\"}"));
            new EmulatorClient(URI.create(made.path("deploymentUrl").asString()))
                    .push(PushedApp.EMPTY.with("hello.js", """
                    export const there = query(async () => 'hello');
                    export const later = mutation(async ({ at }, db) => {
                      await db('schedule', { name: 'hello:mark', ts: at, args: {} });
                    });
                    export const mark = mutation(async (args, db) => {
                      await db('insert', { table: 'marks', value: { at: Date.now() } });
                    });
                    export const tick = mutation(async (args, db) => {
                      await db('insert', { table: 'ticks', value: { at: Date.now() } });
                    });
                    export const times = query(async ({ table }, db) => (await rows(db, all(table))).map((m) => m.at));
                    """).with("crons.js", """
                    export default { isCrons: true, export: () => JSON.stringify({ tick: {
                      name: 'hello:tick', args: [{}], schedule: { type: 'interval', seconds: 0.4 } } }) };
                    """));
            return made;
        }
    }

    private static JsonNode person(String method, String path, String body) {
        return ok(visitor.asPerson(method, path, body));
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body().isEmpty() ? WireJson.object() : answer.json();
    }

    private static long create(String token, String name) {
        return ok(visitor.post("/v1/teams/1/create_project", token, "{\"projectName\":\"" + name + "\"}"))
                .path("id")
                .asLong();
    }

    private static String name(JsonNode deployment) {
        return deployment.path("name").asString();
    }

    private static List<String> names(String path, String token) {
        JsonNode found = ok(visitor.get(path, token));
        var names = new ArrayList<String>();
        (found.isArray() ? found : found.path("items")).forEach(one -> names.add(name(one)));
        return names;
    }

    /** A deployment, judged by the description of its own API. */
    private static PlatformVisitor deployment(JsonNode made) {
        return new PlatformVisitor(
                URI.create(made.path("deploymentUrl").asString()), Optional.of(OpenApi.convexDeployment()));
    }

    private static Answer keyed(PlatformVisitor direct, String method, String path, String key, String body) {
        return direct.send(method, path, body, "Authorization", "Convex " + key);
    }
}

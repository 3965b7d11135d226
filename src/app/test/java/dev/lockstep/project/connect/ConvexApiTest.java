package dev.lockstep.project.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Browser;
import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.OpenApi;
import dev.lockstep.ProjectPerson;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.attempt.Choice;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON API over real HTTP; every exchange is held against its own description. */
@Tag("wire")
class ConvexApiTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String API = "/api/convex";

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);
    private final Workshop workshop = new Workshop(app::bean);
    private OpenApi described;

    @BeforeEach
    void read() throws Exception {
        HttpResponse<String> served = new Browser(app.web()).ask("/lockstep/convex-api.yaml");
        assertThat(served.statusCode()).as("open to everybody").isEqualTo(200);
        described = OpenApi.own(served.body());
    }

    @AfterEach
    void calm() {
        app.calm();
        convex.clear("local");
    }

    private record Answer(int status, JsonNode json, String body) {

        String code() {
            return json.path("code").asString("");
        }

        String kind() {
            return json.path("kind").asString("");
        }
    }

    @Test
    void connectsAndDisconnects() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        assertThat(status(mary, project).kind()).isEqualTo("not-connected");

        Answer needed = connect(mary, Map.of("projectId", "" + project, "teamSlug", "local"));
        assertThat(needed.status()).isEqualTo(409);
        assertThat(needed.code()).isEqualTo("AuthorizationNeeded");
        mary.comeBack(
                mary.agree(mary.browser().ask(needed.json().path("authorizeUrl").asString()), "local"));
        LockstepApp.await("authorised", () -> attempt(mary, project, "status").equals("selecting"));

        Answer underWay = connect(mary, Map.of("projectId", "" + project, "teamSlug", "local"));
        assertThat(underWay.status()).isEqualTo(202);
        assertThat(underWay.kind()).isIn("connecting", "connected");
        LockstepApp.await("connected", () -> status(mary, project).kind().equals("connected"));
        Answer connected = status(mary, project);
        assertThat(connected.json().path("projectSlug").asString()).startsWith("frankenstein");
        assertThat(connected.json().path("dashboardUrl").asString()).isNotEmpty();
        String key = workshop.key(project).orElseThrow().open().reveal();
        assertThat(connected.body()).doesNotContain(key, key.substring(key.indexOf('|') + 1));

        String slug = connected.json().path("projectSlug").asString();
        Map<String, Object> deletion = new LinkedHashMap<>(
                Map.of("projectId", "" + project, "parting", "deleteProject", "confirm", "another"));
        Answer unconfirmed = disconnect(mary, deletion);
        assertThat(unconfirmed.status()).isEqualTo(400);
        assertThat(unconfirmed.json().path("field").asString()).isEqualTo("confirm");
        assertThat(convex.projects("local", "Frankenstein")).hasSize(1);
        deletion.put("confirm", slug);
        app.platformFault("{\"match\": \"POST /v1/projects/.*/delete\", \"status\": 500, \"times\": 1}");
        assertThat(disconnect(mary, deletion).status()).isEqualTo(502);
        assertThat(status(mary, project).json().path("error").asString()).isNotEmpty();
        assertThat(disconnect(mary, deletion).kind()).isEqualTo("not-connected");
        assertThat(convex.projects("local", "Frankenstein")).isEmpty();
        assertThat(disconnect(mary, Map.of("projectId", "" + project)).status()).isEqualTo(409);
    }

    @Test
    void connectsADeploymentOfOnesOwn() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        ConvexSide.Made made = convex.make("local", "Prometheus");

        Answer wrong = connect(
                mary,
                Map.of(
                        "projectId",
                        "" + project,
                        "url",
                        "" + made.url(),
                        "adminKey",
                        "wrong|" + made.key().hashCode()));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("field").asString()).isEqualTo("key");
        Answer right = connect(mary, Map.of("projectId", "" + project, "url", "" + made.url(), "adminKey", made.key()));
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.kind()).isEqualTo("connected");
        assertThat(right.body()).doesNotContain(made.key());
        assertThat(disconnect(mary, Map.of("projectId", "" + project, "parting", "forget"))
                        .kind())
                .isEqualTo("not-connected");
    }

    @Test
    void tellsAFailedAttemptWithItsCause() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        mary.choose(project, "full-house", new Choice.Fresh("Frankenstein"));

        LockstepApp.await("failed", () -> status(mary, project).kind().equals("failed"));

        assertThat(attempt(mary, project, "code")).isEqualTo("ProjectQuotaReached");
        assertThat(attempt(mary, project, "nextStep")).isNotEmpty();
    }

    @Test
    void startsAndStopsTheDevServerWithoutFuss() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        var stranger = ProjectPerson.signUp(app, "Victor");
        ProjectId project = mary.project("Frankenstein");
        Map<String, Object> wish = Map.of("projectId", "" + project);
        assertThat(dev(mary, "/status?projectId=" + project, null).kind()).isEmpty();
        assertThat(dev(mary, "/status?projectId=" + project, null)
                        .json()
                        .path("running")
                        .asBoolean())
                .isFalse();

        assertThat(dev(mary, "/start", wish).code()).isEqualTo("NotConnected");
        assertThat(dev(mary, "/start", wish).status()).isEqualTo(409);
        assertThat(dev(mary, "/stop", wish).json().path("status").asString()).isEqualTo("stopped");
        Answer odd = dev(mary, "/start", Map.of("projectId", "" + project, "mode", "for ever"));
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.json().path("field").asString()).isEqualTo("mode");
        assertThat(dev(stranger, "/start", wish).status()).isEqualTo(404);
        assertThat(dev(stranger, "/stop", wish).status()).isEqualTo(404);
        assertThat(ask(mary.browser(), "POST", "/dev/start", JSON.writeValueAsString(wish), Optional.empty())
                        .status())
                .isEqualTo(403);
    }

    /** A question when there is nothing to send. */
    private Answer dev(ProjectPerson person, String path, Map<String, Object> body) throws Exception {
        if (body == null) {
            return ask(person.browser(), "GET", "/dev" + path, "", Optional.empty());
        }
        ask(person.browser(), "GET", "/dev/status?projectId=" + body.get("projectId"), "", Optional.empty());
        return ask(
                person.browser(),
                "POST",
                "/dev" + path,
                JSON.writeValueAsString(body),
                person.browser().cookie("XSRF-TOKEN"));
    }

    @Test
    void isClosedToWhoeverMayNot() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        var stranger = ProjectPerson.signUp(app, "Victor");
        var viewer = ProjectPerson.signUp(app, "Walton");
        ProjectId project = mary.project("Frankenstein");
        app.bean(Projects.class).admit(mary.id(), project, viewer.id(), ProjectRole.VIEWER);
        var missing = new ProjectId(UUID.randomUUID());
        Map<String, Object> wish = Map.of("projectId", "" + project, "teamSlug", "local");
        Map<String, Object> none = Map.of("projectId", "" + missing, "teamSlug", "local");

        var nobody = new Browser(app.web());
        assertThat(ask(nobody, "GET", "/status?projectId=" + project, "", Optional.empty())
                        .status())
                .isEqualTo(401);
        for (String path : new String[] {"/connect", "/disconnect"}) {
            assertThat(ask(mary.browser(), "POST", path, JSON.writeValueAsString(wish), Optional.empty())
                            .status())
                    .as("without the token against forgery")
                    .isEqualTo(403);
            assertThat(ask(mary.browser(), "POST", path, JSON.writeValueAsString(wish), Optional.of("made-up"))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(status(stranger, project)).isEqualTo(status(stranger, missing));
        assertThat(status(stranger, project).status()).isEqualTo(404);
        assertThat(connect(stranger, wish)).isEqualTo(connect(stranger, none));
        assertThat(connect(stranger, wish).status()).isEqualTo(404);
        assertThat(disconnect(stranger, Map.of("projectId", "" + project)).status())
                .isEqualTo(404);
        assertThat(status(viewer, project).status()).isEqualTo(200);
        assertThat(connect(viewer, Map.of("projectId", "" + project, "url", "http://127.0.0.1:9", "adminKey", "a|b"))
                        .status())
                .isEqualTo(403);
        assertThat(disconnect(viewer, Map.of("projectId", "" + project)).status())
                .isEqualTo(403);
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        var mary = ProjectPerson.signUp(app, "Mary");
        ProjectId project = mary.project("Frankenstein");
        mary.authorise(project, "local");
        status(mary, project);
        Optional<String> token = mary.browser().cookie("XSRF-TOKEN");

        Answer tooLong =
                connect(mary, Map.of("projectId", "" + project, "teamSlug", "local", "projectName", "x".repeat(101)));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(status(mary, project).kind()).as("nothing waits").isEqualTo("not-connected");
        for (String body : new String[] {
            "",
            "{",
            "[]",
            "null",
            "{\"projectId\": \"" + project + "\", \"teamSlug\": \"local\", \"convexProjectId\": \"a text\"}",
            "{\"projectId\": \"1\"}"
        }) {
            Answer answer = ask(mary.browser(), "POST", "/connect", body, token);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).as(body).isEqualTo("BadRequest");
        }
        assertThat(ask(mary.browser(), "GET", "/status?projectId=1", "", Optional.empty())
                        .code())
                .isEqualTo("BadRequest");
        assertThat(disconnect(mary, Map.of("projectId", "" + project, "parting", "a bit"))
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("parting");
    }

    private String attempt(ProjectPerson person, ProjectId project, String field) {
        return status(person, project).json().path("attempt").path(field).asString("");
    }

    private Answer status(ProjectPerson person, ProjectId project) {
        try {
            return ask(person.browser(), "GET", "/status?projectId=" + project, "", Optional.empty());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("No answer", e);
        }
    }

    private Answer connect(ProjectPerson person, Map<String, Object> wish) throws IOException, InterruptedException {
        return change(person, "/connect", wish);
    }

    private Answer disconnect(ProjectPerson person, Map<String, Object> farewell)
            throws IOException, InterruptedException {
        return change(person, "/disconnect", farewell);
    }

    private Answer change(ProjectPerson person, String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        if (person.browser().cookie("XSRF-TOKEN").isEmpty()) {
            ask(person.browser(), "GET", "/status?projectId=" + new UUID(0, 0), "", Optional.empty());
        }
        return ask(
                person.browser(),
                "POST",
                path,
                JSON.writeValueAsString(body),
                person.browser().cookie("XSRF-TOKEN"));
    }

    private Answer ask(Browser browser, String method, String path, String body, Optional<String> token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(app.web().resolve(API + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        token.ifPresent(value -> request.header("X-XSRF-TOKEN", value));
        HttpResponse<String> response = browser.ask(request);
        if (!response.body().isBlank()) {
            described.check(method, API + path, body, response.statusCode(), response.body());
        }
        JsonNode json = response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
        return new Answer(response.statusCode(), json, response.body());
    }
}

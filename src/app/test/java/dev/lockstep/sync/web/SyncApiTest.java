package dev.lockstep.sync.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import dev.lockstep.OpenApi;
import dev.lockstep.core.PersonId;
import dev.lockstep.platform.OwnerTokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program without a Convex client: what it sends and hears is as described, and is what the functions do. */
@Tag("wire")
class SyncApiTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String API = "/api/sync";

    private final LockstepApp app = LockstepApp.shared();
    private OpenApi described;

    @BeforeEach
    void read() throws Exception {
        HttpResponse<String> served = new Browser(app.web()).ask("/lockstep/sync-api.yaml");
        assertThat(served.statusCode()).as("open to everybody").isEqualTo(200);
        described = OpenApi.own(served.body());
    }

    @AfterEach
    void calm() {
        app.calm();
    }

    private String token(PersonId person) {
        return app.bean(OwnerTokens.class).tokenFor(person).orElseThrow().reveal();
    }

    private HttpResponse<String> ask(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(app.web() + API + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = new Browser(app.web()).ask(request);
        assertThat(response.headers().firstValue("Set-Cookie"))
                .as("no cookies here")
                .isEmpty();
        if (!response.body().isBlank()) {
            described.check(method, API + path, body, response.statusCode(), response.body());
        }
        return response;
    }

    private HttpResponse<String> as(String token, String method, String path, String body) throws Exception {
        return ask(method, path, body, "Authorization", "Bearer " + token);
    }

    private static String push(String opId, String clientId, String text) {
        return """
                {"protocol":1,"ops":[{"opId":"%s","table":"tasks","clientId":"%s","kind":"upsert",\
                "fields":{"text":"%s","isCompleted":false},"base":0,"stamp":"0190f3c2a1b4-0000-a1b2c3d4"}]}""".formatted(opId, clientId, text);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Test
    void pushesOnceAndPullsWhatIsOnesOwn() throws Exception {
        String mary = token(app.signUp("Mary", "Shelley"));
        String percy = token(app.signUp("Percy", "Shelley"));

        HttpResponse<String> first = as(mary, "POST", "/push", push("rest-1", "r1", "Write a novel"));
        HttpResponse<String> again = as(mary, "POST", "/push", push("rest-1", "r1", "Write a novel"));
        assertThat(json(first).at("/answers/0/status").asString()).isEqualTo("applied");
        assertThat(json(again)).isEqualTo(json(first));

        HttpResponse<String> pulled = as(mary, "GET", "/pull?table=tasks", "");
        assertThat(json(pulled).at("/rows/0/fields/text").asString()).isEqualTo("Write a novel");
        assertThat(json(pulled).path("rows")).hasSize(1);
        String cursor = json(pulled).path("cursor").asString();
        assertThat(json(as(mary, "GET", "/pull?table=tasks&limit=5&cursor=" + cursor, ""))
                        .path("rows"))
                .isEmpty();
        assertThat(json(as(mary, "GET", "/state", "")).path("tasks").asString()).isEqualTo(cursor);
        assertThat(json(as(percy, "GET", "/pull?table=tasks", "")).path("rows"))
                .as("another person's")
                .isEmpty();
    }

    @Test
    void saysNothingTwiceToWhoKnowsIt() throws Exception {
        String mary = token(app.signUp("Mary", "Shelley"));
        HttpResponse<String> state = as(mary, "GET", "/state", "");
        String tag = state.headers().firstValue("ETag").orElseThrow();
        String[] knowing = {"Authorization", "Bearer " + mary, "If-None-Match", tag};
        assertThat(state.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(said -> assertThat(said).contains("no-cache", "private"));

        HttpResponse<String> same = ask("GET", "/state", "", knowing);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        as(mary, "POST", "/push", push("rest-2", "r2", "Something new"));
        assertThat(ask("GET", "/state", "", knowing).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesInSentences() throws Exception {
        PersonId person = app.signUp("Mary", "Shelley");
        String mary = token(person);
        refused(ask("GET", "/state", ""), 401, "TokenMissing", "");
        HttpResponse<String> madeUp = as("made.up.token", "GET", "/state", "");
        assertThat(madeUp.statusCode()).isEqualTo(401);
        assertThat(madeUp.body()).doesNotContain("made.up.token");
        refused(as(mary, "GET", "/pull?table=nothing", ""), 400, "UnknownTable", "table");
        refused(as(mary, "GET", "/pull?table=tasks&cursor=yesterday", ""), 400, "InvalidCursor", "cursor");
        assertThat(ask("POST", "/push", "{\"ops\":", "Authorization", "Bearer " + mary)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void tellsWhenToComeBackWhileConvexIsAway() throws Exception {
        String mary = token(app.signUp("Mary", "Shelley"));
        app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 1000, \"status\": 503}");

        HttpResponse<String> away = as(mary, "POST", "/push", push("rest-3", "r3", "Later"));

        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void takesNoMoreThanACallCarries() throws Exception {
        String mary = token(app.signUp("Mary", "Shelley"));
        String large = push("rest-4", "r4", "x".repeat(SyncApi.LONGEST));

        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(app.web() + API + "/push"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + mary)
                .POST(HttpRequest.BodyPublishers.ofString(large));
        HttpResponse<String> response = new Browser(app.web()).ask(request);

        refused(response, 413, "TooLarge", "body");
    }

    private static void refused(HttpResponse<String> response, int status, String code, String field) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).path("code").asString()).isEqualTo(code);
        assertThat(json(response).path("field").asString("")).isEqualTo(field);
        assertThat(json(response).path("nextStep").asString()).isNotBlank();
    }
}

package dev.lockstep.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("wire")
class PlatformPushTest {

    private static final Secret KEY = Secret.of("local|key-of-the-test");
    private static final String STARTED = "{\"schemaChange\":{\"schemaIds\":{}},\"analysis\":{\"\":{\"x\":1.50}}}";

    private final MockWebServer deployment = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        deployment.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        deployment.close();
    }

    @Test
    void makesTheRequestsOfTheCommandLine() throws InterruptedException {
        answer(200, "");
        answer(200, STARTED);
        answer(200, "{\"type\":\"inProgress\",\"components\":{}}");
        answer(200, "{\"type\":\"complete\"}");
        answer(200, "{}");

        push(Map.of("CLERK_OAUTH_CLIENT_ID", "client", "CLERK_ISSUER", "http://127.0.0.1:1"));

        JsonNode variables = next("/api/update_environment_variables");
        assertThat(variables)
                .hasToString("{\"changes\":[{\"name\":\"CLERK_ISSUER\",\"value\":\"http://127.0.0.1:1\"},"
                        + "{\"name\":\"CLERK_OAUTH_CLIENT_ID\",\"value\":\"client\"}]}");
        JsonNode start = next("/api/deploy2/start_push");
        assertThat(start.path("adminKey").asString()).isEqualTo(KEY.reveal());
        assertThat(start.path("dryRun").asBoolean(true)).isFalse();
        assertThat(next("/api/deploy2/wait_for_schema").path("schemaChange")).hasToString("{\"schemaIds\":{}}");
        next("/api/deploy2/wait_for_schema");
        JsonNode finish = next("/api/deploy2/finish_push");
        assertThat(finish.path("startPush")).isEqualTo(JsonMapper.shared().readTree(STARTED));
    }

    @Test
    void carriesAllModulesWithTheirSourceMaps() {
        var bundle = JsonMapper.shared().readTree(PlatformPush.class.getResourceAsStream("/convex/platform.json"));

        JsonNode app = bundle.path("appDefinition");
        assertThat(StreamSupport.stream(app.path("changedModules").spliterator(), false)
                        .map(module -> module.path("path").asString()))
                .contains("users.js", "auth.config.js", "model/once.js")
                .anyMatch(path -> path.startsWith("_deps/"))
                .doesNotContain("schema.js");
        assertThat(app.path("schema").path("path").asString()).isEqualTo("schema.js");
        assertThat(app.path("definition").path("path").asString()).isEqualTo("convex.config.js");
        assertThat(app.path("changedModules")).allSatisfy(module -> {
            assertThat(module.path("environment").asString()).isEqualTo("isolate");
            assertThat(module.path("sourceMap").asString()).startsWith("{");
        });
    }

    @Test
    void tellsTheDeploymentsOwnWordsWithoutTheKey() {
        answer(200, "");
        answer(400, "{\"code\":\"InvalidModules\",\"message\":\"users.js: boom (local|key-of-the-test)\"}");

        Problem problem = problem();

        assertThat(problem.sentence())
                .contains("/api/deploy2/start_push", "InvalidModules users.js: boom")
                .doesNotContain("key-of-the-test");
        assertThat(problem.kind()).isEqualTo(Kind.PERMANENT);
    }

    @Test
    void saysThatTheKeyIsWrong() {
        answer(401, "{\"code\":\"BadAdminKey\",\"message\":\"The provided admin key was invalid\"}");

        assertThat(problem().kind()).isEqualTo(Kind.AUTH);
    }

    @Test
    void saysWhyTheDataDoesNotFit() {
        answer(200, "");
        answer(200, STARTED);
        answer(
                200,
                "{\"type\":\"failed\",\"error\":\"Document j57 in users lacks createdAt\",\"tableName\":\"users\"}");

        assertThat(problem().sentence()).contains("Document j57 in users lacks createdAt");
    }

    @Test
    void saysWhereNobodyAnswered() {
        deployment.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());

        Problem problem = problem();

        assertThat(problem.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(problem.sentence()).contains("127.0.0.1:" + deployment.getPort());
    }

    private void push(Map<String, String> env) {
        new PlatformPush().push(URI.create("http://127.0.0.1:" + deployment.getPort()), KEY, env);
    }

    private Problem problem() {
        return catchThrowableOfType(Problem.class, () -> push(Map.of()));
    }

    private void answer(int status, String body) {
        deployment.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }

    private JsonNode next(String path) throws InterruptedException {
        RecordedRequest request = deployment.takeRequest(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.getTarget()).isEqualTo(path);
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Convex " + KEY.reveal());
        assertThat(request.getHeaders().get("Convex-Client")).startsWith("npm-cli-");
        return JsonMapper.shared().readTree(request.getBody().utf8());
    }
}

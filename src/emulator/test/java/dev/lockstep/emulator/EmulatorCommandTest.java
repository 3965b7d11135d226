package dev.lockstep.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.EnvFile;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.host.DeploymentHost;
import dev.lockstep.emulator.convex.platform.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments from the command line, on a platform that really serves them. */
@Tag("wire")
class EmulatorCommandTest {

    private record Said(int code, String out, String err) {

        Map<String, String> lines() {
            return EnvFile.read(out).values();
        }
    }

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private DeploymentHost host;
    private Platform platform;

    @BeforeEach
    void startPlatform() throws IOException {
        host = new DeploymentHost(CallLimits.DEFAULT, Clock.systemUTC());
        open();
    }

    @AfterEach
    void stopPlatform() {
        platform.close();
        host.close();
        http.close();
    }

    @Test
    void makesDeploymentsSideBySideAndDeletesOne() throws Exception {
        var first = said("deployment", "create", "--name", "first", "--admin-key", "first|chosen");
        var second = said("deployment", "create", "--type", "prod", "--project=Shop");

        assertThat(first.code()).isZero();
        assertThat(first.lines())
                .containsEntry("CONVEX_DEPLOYMENT_NAME", "first")
                .containsEntry("CONVEX_SELF_HOSTED_ADMIN_KEY", "first|chosen")
                .containsKey("CONVEX_SITE_URL");
        setVariable(first, "ONE");
        assertThat(variables(first, first)).contains("ONE");
        assertThat(variables(second, second)).doesNotContain("ONE");
        assertThat(variables(second, first)).contains("BadAdminKey");
        assertThat(said("deployment", "list").out()).contains("first  dev  http://127.0.0.1:", "prod", "Shop");

        assertThat(said("deployment", "delete", "first").code()).isZero();

        assertThat(said("deployment", "list").out()).doesNotContain("first");
        assertThat(home.resolve("emulator/platform/deployments/first")).doesNotExist();
        assertThat(variables(second, second)).contains("environmentVariables");
    }

    @Test
    void keepsAddressesKeysAndDataOverARestart() throws Exception {
        var made = said("deployment", "create", "--name", "kept");
        setVariable(made, "STAYS");

        platform.close();
        open();

        assertThat(variables(made, made)).contains("STAYS");
    }

    @Test
    void saysWhatIsWrongAndChangesNothing() throws Exception {
        said("deployment", "create", "--name", "taken");

        assertThat(said("deployment", "create", "--name", "taken").err())
                .contains("There is a deployment taken already");
        assertThat(said("deployment", "create", "--port", "many").err()).contains("--port must be a whole number");
        assertThat(said("deployment", "create", "--colour", "red").err()).contains("no option --colour");
        assertThat(said("deployment", "delete", "nobody").err()).contains("There is no deployment nobody");
        assertThat(said("deploymint").code()).isEqualTo(2);
        assertThat(said("deployment", "list").out().lines()).hasSize(1);
    }

    @Test
    void findsTheDeploymentOfAKeyAndRefusesDeletedKeys() throws Exception {
        var made = said("deployment", "create", "--name", "keyed");
        String key = said("deployment", "key", "keyed", "--name", "ci").lines().get("CONVEX_DEPLOY_KEY");

        assertThat(key).startsWith("dev:keyed|");
        assertThat(platform("/api/deployment/url_for_key", "{\"deployKey\":\"" + key + "\"}")
                        .body())
                .isEqualTo("\"" + made.lines().get("CONVEX_SELF_HOSTED_URL") + "\"");
        String bare = key.substring("dev:".length());
        assertThat(variables(made.lines().get("CONVEX_SELF_HOSTED_URL"), bare)).contains("environmentVariables");

        assertThat(platform("/v1/deployments/keyed/delete_deploy_key", "{\"id\":\"" + key + "\"}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(variables(made.lines().get("CONVEX_SELF_HOSTED_URL"), bare)).contains("BadAdminKey");
    }

    private void open() throws IOException {
        EmulatorKeys keys = EmulatorKeys.in(home);
        platform = Platform.start(host, keys.platformSettings(0, home));
        Files.writeString(
                home.resolve("emulator.env"),
                "CONVEX_PLATFORM_URL=" + platform.url() + "\nCONVEX_PLATFORM_TOKEN="
                        + keys.platform().reveal() + "\n");
    }

    private Said said(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = new EmulatorCommand(
                        Map.of("LOCKSTEP_HOME", home.toString()),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void setVariable(Said deployment, String name) throws Exception {
        var request = request(
                        deployment.lines().get("CONVEX_SELF_HOSTED_URL") + "/api/update_environment_variables",
                        deployment.lines().get("CONVEX_SELF_HOSTED_ADMIN_KEY"))
                .POST(BodyPublishers.ofString("{\"changes\":[{\"name\":\"" + name + "\",\"value\":\"1\"}]}"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private String variables(Said deployment, Said keyOf) throws Exception {
        return variables(
                deployment.lines().get("CONVEX_SELF_HOSTED_URL"), keyOf.lines().get("CONVEX_SELF_HOSTED_ADMIN_KEY"));
    }

    private String variables(String url, String key) throws Exception {
        var request =
                request(url + "/api/v1/list_environment_variables", key).GET().build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private static HttpRequest.Builder request(String url, String key) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Convex " + key);
    }

    private HttpResponse<String> platform(String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(platform.url().resolve(path))
                .header(
                        "Authorization",
                        "Bearer " + EmulatorKeys.in(home).platform().reveal())
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}

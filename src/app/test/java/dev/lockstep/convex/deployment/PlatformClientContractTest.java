package dev.lockstep.convex.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.OpenApi;
import dev.lockstep.convex.outside.Outside;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds every request that the clients of Convex's platform and of deployments send against Convex's descriptions. */
@Tag("wire")
class PlatformClientContractTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final LockstepApp app = LockstepApp.shared();
    private final ConvexSide convex = new ConvexSide(app);

    private record Exchange(String method, String path, String request, int status, String answer) {}

    /** Passes everything on to a service and keeps it. */
    private static final class Listener implements AutoCloseable {

        private final List<Exchange> heard = Collections.synchronizedList(new ArrayList<>());
        private final HttpClient http = HttpClient.newHttpClient();
        private final MockWebServer server = new MockWebServer();

        Listener(URI service) throws Exception {
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return passedOn(service, request);
                }
            });
            server.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getPort());
        }

        private MockResponse passedOn(URI service, RecordedRequest request) {
            String body = request.getBody() == null ? "" : request.getBody().utf8();
            var passed = HttpRequest.newBuilder(service.resolve(request.getTarget()))
                    .method(request.getMethod(), HttpRequest.BodyPublishers.ofString(body));
            for (String header : List.of("Authorization", "Content-Type", "Convex-Client")) {
                Optional.ofNullable(request.getHeaders().get(header)).ifPresent(value -> passed.header(header, value));
            }
            try {
                HttpResponse<String> answer = http.send(passed.build(), HttpResponse.BodyHandlers.ofString());
                heard.add(new Exchange(
                        request.getMethod(), request.getTarget(), body, answer.statusCode(), answer.body()));
                return new MockResponse.Builder()
                        .code(answer.statusCode())
                        .body(answer.body())
                        .build();
            } catch (Exception e) {
                throw new AssertionError("Not passed on: " + request.getTarget(), e);
            }
        }

        @Override
        public void close() {
            server.close();
            http.close();
        }
    }

    @AfterEach
    void calm() {
        convex.clear("local");
    }

    private static ConvexPlatform platform(URI at, Optional<OauthApplication> application) {
        return new ConvexPlatform(new PlatformHosts(at, at, application, TIMEOUT));
    }

    /** Convex would show its own error page to people who are sent there as nobody. */
    @Test
    void sendsNobodyToConvexWithoutAnApplication() {
        URI here = URI.create("http://127.0.0.1:1");
        try (var platform = platform(here, Optional.empty())) {
            assertThat(platform.hasApplication()).isFalse();
            assertThatThrownBy(() -> platform.authorizeTeam(new AuthorizationRequest(here, "state", "challenge")))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("no application at Convex");
        }
    }

    @Test
    void asksThePlatformAsItIsDescribed() throws Exception {
        OpenApi described = OpenApi.convexManagement();
        var token = Secret.of(app.env("CONVEX_PLATFORM_TOKEN"));
        try (var listener = new Listener(URI.create(app.env("CONVEX_PLATFORM_URL")));
                var platform =
                        platform(listener.url(), Optional.of(new OauthApplication("client", Secret.of("secret"))))) {
            PlatformTeam team = platform.team(token).orElseThrow();
            PlatformProject project = platform.createProject(token, team, "Frankenstein & sons");
            assertThat(platform.projects(token, team.id(), "Frankenstein & sons"))
                    .contains(project);
            assertThat(platform.projects(token, team.id(), "")).contains(project);
            PlatformDeployment made = platform.createDeployment(token, project.id(), DeploymentType.DEV);
            assertThat(platform.deployments(token, project.id())).containsExactly(made);
            var greeting = new VariableChange("GREETING", Optional.of(new VariableValue("hello")));
            var gone = new VariableChange("GONE", Optional.empty());
            platform.changeDefaults(token, project.id(), DeploymentType.DEV, List.of(greeting, gone));
            assertThat(platform.defaults(token, project.id(), DeploymentType.DEV))
                    .isEqualTo(Map.of("GREETING", new VariableValue("hello")));
            assertThat(platform.defaults(token, project.id(), DeploymentType.PROD))
                    .isEmpty();
            assertThat(platform.createDeployKey(token, made.name(), "lockstep-1")
                            .reveal())
                    .contains("|");
            platform.deleteDeployKey(token, made.name(), "lockstep-1");
            platform.deleteDeployKey(token, made.name(), "lockstep-1");
            platform.deleteProject(token, project.id());
            platform.deleteProject(token, project.id());

            for (Exchange one : listener.heard) {
                assertThat(described.faults(one.method(), one.path(), one.request(), one.status(), one.answer()))
                        .as(one.toString())
                        .isEmpty();
            }
            assertThat(operations(listener.heard))
                    .containsExactly(
                            "GET /v1/projects/#",
                            "GET /v1/projects/#/list_default_environment_variables",
                            "GET /v1/projects/#/list_deployments",
                            "GET /v1/teams/#/projects",
                            "GET /v1/token_details",
                            "POST /v1/deployments/*/create_deploy_key",
                            "POST /v1/deployments/*/delete_deploy_key",
                            "POST /v1/projects/#/create_deployment",
                            "POST /v1/projects/#/delete",
                            "POST /v1/projects/#/update_default_environment_variables",
                            "POST /v1/teams/#/create_project");
        }
    }

    @Test
    void asksADeploymentAsItIsDescribed() throws Exception {
        OpenApi described = OpenApi.convexDeployment();
        ConvexSide.Made made = convex.make("local", "Frankenstein");
        try (var listener = new Listener(made.url());
                var admin = new DeploymentAdmin(TIMEOUT, Outside.EVERYWHERE)) {
            var deployment = new ConvexDeployment(listener.url(), Secret.of(made.key()));
            assertThat(admin.canonicalUrls(deployment).cloud()).isEqualTo(made.url());
            admin.change(
                    deployment,
                    List.of(
                            new VariableChange("MONSTER", Optional.of(new VariableValue("a \"quoted\" text"))),
                            new VariableChange("EMPTY", Optional.of(new VariableValue("")))));
            assertThat(admin.variables(deployment)).containsOnlyKeys("EMPTY", "MONSTER");
            admin.change(deployment, List.of(new VariableChange("MONSTER", Optional.empty())));
            assertThat(admin.variables(deployment)).containsOnlyKeys("EMPTY");
            admin.pause(deployment);
            assertThat(admin.state(deployment)).isEqualTo(DeploymentState.PAUSED);
            admin.resume(deployment);
            assertThat(admin.state(deployment)).isEqualTo(DeploymentState.RUNNING);

            // How the state is asked is Convex's own dashboard's way and not described.
            listener.heard.removeIf(one -> one.path().equals("/api/query"));
            for (Exchange one : listener.heard) {
                assertThat(described.faults(one.method(), one.path(), one.request(), one.status(), one.answer()))
                        .as(one.toString())
                        .isEmpty();
            }
            assertThat(operations(listener.heard))
                    .containsExactly(
                            "GET /api/v1/get_canonical_urls",
                            "GET /api/v1/list_environment_variables",
                            "POST /api/v1/pause_deployment",
                            "POST /api/v1/unpause_deployment",
                            "POST /api/v1/update_environment_variables");
        }
    }

    private static TreeSet<String> operations(List<Exchange> heard) {
        var operations = new TreeSet<String>();
        for (Exchange one : heard) {
            String path = one.path().replaceAll("\\?.*", "").replaceAll("/\\d+", "/#");
            operations.add(one.method() + " " + path.replaceAll("/deployments/[^/]+/", "/deployments/*/"));
        }
        return operations;
    }
}

package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.LockstepApp;
import dev.lockstep.convex.deployment.FunctionRun;
import dev.lockstep.convex.deployment.FunctionSpec;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.project.AuthSetups;
import dev.lockstep.project.CodeFiles;
import dev.lockstep.project.Connections;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Functions;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.auth.AuthChoice;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.sandbox.Sandboxes;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dev server of a project: Convex's own tool, in a sandbox, pushing to a deployment of the emulated platform. */
@Tag("wire")
class DevServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A deployment of its own and the key to it. */
    private record Place(String url, String key) {}

    @Test
    void pushesFollowsEditsSurvivesARestartAndStops() throws Exception {
        HttpServer cloud = closedCloud();
        LockstepApp before = LockstepApp.start(
                LockstepApp.fresh("dev-server"),
                "E2B_API_KEY=e2b_0123456789",
                "lockstep.sandbox.e2b.api=http://127.0.0.1:"
                        + cloud.getAddress().getPort());
        PersonId ada = before.signUp("Ada", "Lovelace");
        Assumptions.assumeTrue(
                before.bean(Sandboxes.class).problem(SandboxKind.LOCAL).isEmpty(), "Skipped: needs Node and npm");
        Place target = deployment(before, "dev");
        ProjectId project = connected(before, ada, target);
        DevServers servers = before.bean(DevServers.class);

        servers.start(before.visit(ada, project).toChangeAsEditor(), Mode.WATCH, SandboxKind.LOCAL);
        servers.start(before.visit(ada, project).toChangeAsEditor(), Mode.WATCH, SandboxKind.LOCAL);
        becomes(before, ada, project, Status.READY);

        Sandbox sandbox = before.bean(Sandboxes.class).open(SandboxKind.LOCAL, project.toString());
        assertThat(call(target, "messages:list")).contains("\"value\":[]");
        assertThat(sandbox.read(".env.local").orElseThrow())
                .contains("CONVEX_URL=" + target.url())
                .doesNotContain(target.key());
        Path file =
                before.home().resolve("sandboxes").resolve(project.toString()).resolve(".env.local");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(find(file))))
                .isEqualTo("rw-------");
        Functions functions = before.bean(Functions.class);
        assertThat(functions.list(before.visit(ada, project).asViewer()))
                .extracting(FunctionSpec::name)
                .containsExactly("GET /health", "messages:list", "messages:send");
        assertThat(functions.run(
                        before.visit(ada, project).toChangeAsEditor(),
                        "messages:send",
                        "{\"author\": \"Ada\", \"body\": \"Hello\"}",
                        "",
                        Confirmed.NO))
                .isInstanceOfSatisfying(
                        FunctionRun.Returned.class,
                        sent -> assertThat(sent.logLines()).containsExactly("[LOG] 'A message from Ada'"));
        assertThat(functions.run(
                        before.visit(ada, project).toChangeAsEditor(), "messages:send", "{}", "user_1", Confirmed.NO))
                .isInstanceOfSatisfying(
                        FunctionRun.Threw.class,
                        threw -> assertThat(threw.message()).contains("author"));
        assertThatThrownBy(() -> functions.run(
                        before.visit(ada, project).toChangeAsEditor(), "messages:list", "no json", "", Confirmed.NO))
                .hasMessageContaining("JSON object");
        assertThat(before.bean(DevServers.class)
                        .checks(before.visit(ada, project).asViewer()))
                .allSatisfy(check -> assertThat(check.trouble()).isEmpty());
        String code = sandbox.read("convex/messages.ts").orElseThrow();

        sandbox.write(Map.of("convex/messages.ts", code + "\nexport const broken = query({"));
        becomes(before, ada, project, Status.ERROR);
        // The tool's words come line by line, and the place is in the second.
        LockstepApp.await(
                "the place of the error",
                () -> servers.of(before.visit(ada, project).asViewer())
                        .error()
                        .orElse("")
                        .contains("convex/messages.ts:"));

        sandbox.write(Map.of("convex/messages.ts", code.replace("take(50)", "take(1)")));
        becomes(before, ada, project, Status.READY);
        assertThat(servers.of(before.visit(ada, project).asViewer()).pushes()).isGreaterThanOrEqualTo(2);
        assertThat(servers.of(before.visit(ada, project).asViewer()).error()).isEmpty();
        assertThat(servers.log(before.visit(ada, project).asViewer()).text())
                .contains("Convex functions ready!")
                .doesNotContain(target.key());

        trustsClerkOnceThatIsSetUp(before, ada, project, target, code);
        runsWhereItIsAskedTo(before, ada, target);
        cloud.stop(0);

        try (LockstepApp after = before.restart()) {
            DevServers again = after.bean(DevServers.class);
            LockstepApp.await(
                    "the dev server is found again",
                    () -> again.log(after.visit(ada, project).asViewer())
                            .text()
                            .contains("found the dev server again"));
            assertThat(again.of(after.visit(ada, project).asViewer()).status()).isEqualTo(Status.READY);

            new Node(after::bean).stop(project);
            becomes(after, ada, project, Status.STOPPED);
            again.start(after.visit(ada, project).toChangeAsEditor(), Mode.WATCH, SandboxKind.LOCAL);
            becomes(after, ada, project, Status.READY);

            // An owner who disconnects takes everything with it.
            after.bean(Connections.class).disconnect(after.visit(ada, project).toChangeAsOwner(), Parting.FORGET);
            becomes(after, ada, project, Status.STOPPED);
            again.stop(after.visit(ada, project).toChangeAsEditor());
            assertThat(again.of(after.visit(ada, project).asViewer()).isUp()).isFalse();
            assertThat(after.bean(Sandboxes.class)
                            .open(SandboxKind.LOCAL, project.toString())
                            .read(".env.local")
                            .orElse(""))
                    .doesNotContain("CONVEX_URL");
        }
    }

    /** E2B as far as its door: whoever asks is told that the key is none. */
    private static HttpServer closedCloud() throws IOException {
        HttpServer cloud = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        cloud.createContext("/", exchange -> {
            String key = exchange.getRequestHeaders().getFirst("X-API-Key");
            exchange.sendResponseHeaders("e2b_0123456789".equals(key) ? 401 : 500, -1);
            exchange.close();
        });
        cloud.start();
        return cloud;
    }

    private static void runsWhereItIsAskedTo(LockstepApp app, PersonId ada, Place target) throws Exception {
        DevServers servers = app.bean(DevServers.class);
        ProjectId project = connected(app, ada, target);
        CodeFiles files = app.bean(CodeFiles.class);
        assertThat(files.list(app.visit(ada, project).asViewer())).contains("convex/messages.ts");
        assertThat(servers.kinds()).contains(SandboxKind.E2B);
        assertThatThrownBy(() -> servers.start(app.visit(ada, project).toChangeAsEditor(), Mode.ONCE, SandboxKind.E2B))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("A cloud sandbox cannot reach http://127.0.0.1");
        assertThat(servers.of(app.visit(ada, project).asViewer()).sandbox()).isEqualTo(SandboxKind.LOCAL);

        // One that is on the internet, as far as its address tells; the run comes to E2B before it comes to that.
        app.bean(JdbcTemplate.class)
                .update(
                        "update convex_project_credentials set deployment_url = ? where project_id = ?",
                        "https://happy-animal-123.convex.cloud",
                        project.value());
        servers.start(app.visit(ada, project).toChangeAsEditor(), Mode.ONCE, SandboxKind.E2B);
        becomes(app, ada, project, Status.ERROR);
        assertThat(servers.of(app.visit(ada, project).asViewer()).error().orElseThrow())
                .contains("E2B", "key");
        assertThat(servers.of(app.visit(ada, project).asViewer()).sandbox()).isEqualTo(SandboxKind.E2B);
        // The code is kept here, whatever becomes of the cloud.
        assertThat(files.list(app.visit(ada, project).asViewer())).contains("convex/messages.ts");
    }

    /** A real token of the template, to a function that says who it is. */
    private static void trustsClerkOnceThatIsSetUp(
            LockstepApp app, PersonId ada, ProjectId project, Place target, String code) throws Exception {
        var setups = app.bean(AuthSetups.class);
        DevServers servers = app.bean(DevServers.class);
        Sandbox sandbox = app.bean(Sandboxes.class).open(SandboxKind.LOCAL, project.toString());
        sandbox.write(Map.of(
                "convex/messages.ts",
                code + "\nexport const me = query({ handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject"
                        + " });"));
        setups.apply(
                app.visit(ada, project).toChangeAsEditor(),
                setups.plan(
                        app.visit(ada, project).asEditor(),
                        new AuthChoice.Clerk(
                                setups.usualIssuer(app.visit(ada, project).asEditor()))));
        String session = app.clerkApi("GET", "/sessions?user_id=" + ada, "")
                .get(0)
                .get("id")
                .asString();
        LockstepApp.await("Clerk's tokens are taken", PATIENCE, () -> {
            String token = app.clerkApi("POST", "/sessions/" + session + "/tokens/convex", "{}")
                    .get("jwt")
                    .asString();
            return call(target, "messages:me", Optional.of("Bearer " + token)).contains("\"" + ada + "\"");
        });
        assertThat(servers.of(app.visit(ada, project).asViewer()).status()).isEqualTo(Status.READY);
    }

    @Test
    void refusesWhatItMustNotStart() throws Exception {
        LockstepApp app = LockstepApp.shared();
        PersonId ada = app.signUp("Ada", "Lovelace");
        PersonId grace = app.signUp("Grace", "Hopper");
        DevServers servers = app.bean(DevServers.class);
        Projects projects = app.bean(Projects.class);
        ProjectId bare = projects.create(ada, "Bare").id();
        ProjectId production = connected(app, ada, deployment(app, "prod"));
        projects.admit(ada, production, grace, ProjectRole.VIEWER);

        assertThatThrownBy(() -> servers.start(app.visit(ada, bare).toChangeAsEditor(), Mode.ONCE, SandboxKind.LOCAL))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("not connected");
        assertThatThrownBy(() ->
                        servers.start(app.visit(ada, production).toChangeAsEditor(), Mode.WATCH, SandboxKind.LOCAL))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("production");
        assertThatThrownBy(() ->
                        servers.start(app.visit(grace, production).toChangeAsEditor(), Mode.WATCH, SandboxKind.LOCAL))
                .hasMessageContaining("owners and editors");
        assertThatThrownBy(() -> servers.of(app.visit(grace, bare).asViewer())).hasMessageContaining("no such project");
        assertThatThrownBy(() -> servers.log(
                        app.visit(grace, new ProjectId(UUID.randomUUID())).asViewer()))
                .hasMessageContaining("no such project");
        assertThatThrownBy(() -> servers.start(
                        app.visit(ada, connected(app, ada, deployment(app, "dev")))
                                .toChangeAsEditor(),
                        Mode.ONCE,
                        SandboxKind.E2B))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("no key of E2B");
        assertThat(servers.missing(ada, SandboxKind.E2B).orElseThrow()).contains("E2B_API_KEY");
        servers.stop(app.visit(ada, bare).toChangeAsEditor());
        assertThat(servers.of(app.visit(ada, bare).asViewer()).status()).isEqualTo(Status.STOPPED);
    }

    private static Path find(Path file) throws IOException {
        if (Files.exists(file)) {
            return file;
        }
        try (var files = Files.walk(file.getParent(), 3)) {
            return files.filter(one -> one.getFileName().toString().equals(".env.local"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void becomes(LockstepApp app, PersonId person, ProjectId project, Status wanted) {
        DevServers servers = app.bean(DevServers.class);
        try {
            LockstepApp.await(
                    "the dev server is " + wanted,
                    PATIENCE,
                    () -> servers.of(app.visit(person, project).asViewer()).status() == wanted);
        } catch (AssertionError late) {
            DevServer now = servers.of(app.visit(person, project).asViewer());
            throw new AssertionError(
                    late.getMessage() + "; it is " + now + "\n"
                            + servers.log(app.visit(person, project).asViewer()).text(),
                    late);
        }
    }

    private static ProjectId connected(LockstepApp app, PersonId person, Place target) {
        ProjectId project = app.bean(Projects.class).create(person, "Field app").id();
        app.bean(Connections.class)
                .selfHosted(app.visit(person, project).toChangeAsOwner(), target.url(), target.key());
        return project;
    }

    private static Place deployment(LockstepApp app, String type) throws IOException, InterruptedException {
        JsonNode made = platform(
                app,
                "/v1/teams/1/create_project",
                Map.of("projectName", "dev-server-" + UUID.randomUUID(), "deploymentType", type));
        String name = made.path("deploymentName").asString();
        JsonNode key = platform(app, "/v1/deployments/" + name + "/create_deploy_key", Map.of("name", "test"));
        return new Place(
                made.path("deploymentUrl").asString(), key.path("deployKey").asString());
    }

    private static JsonNode platform(LockstepApp app, String path, Map<String, String> body)
            throws IOException, InterruptedException {
        return JSON.readTree(post(
                URI.create(app.env("CONVEX_PLATFORM_URL") + path),
                JSON.writeValueAsString(body),
                Optional.of("Bearer " + app.env("CONVEX_PLATFORM_TOKEN"))));
    }

    private static String call(Place target, String function) {
        return call(target, function, Optional.empty());
    }

    private static String call(Place target, String function, Optional<String> authorization) {
        try {
            return post(
                    URI.create(target.url() + "/api/query"),
                    "{\"path\":\"" + function + "\",\"format\":\"convex_encoded_json\",\"args\":[{}]}",
                    authorization);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String post(URI address, String json, Optional<String> authorization)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address)
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .header("Content-Type", "application/json");
            authorization.ifPresent(value -> request.header("Authorization", value));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}

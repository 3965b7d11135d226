package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.ChildRun;
import dev.lockstep.core.Problem;
import dev.lockstep.emulator.clerk.Backend.Reply;
import dev.lockstep.emulator.clerk.api.Limits;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Starting, stopping, what is remembered in between, and what stands in the way. */
@Tag("wire")
class LifeTest {

    @TempDir
    Path home;

    @Test
    void remembersEverythingAcrossARestart() throws Exception {
        int port;
        Visitor visitor;
        JsonNode tokens;
        JsonNode keys;
        try (var first = ClerkEmulator.start(Clerks.settings(home))) {
            port = first.issuer().getPort();
            visitor = new Visitor(first.issuer());
            var application = new Application(first.issuer());
            var chooser = visitor.get(application.authorize(Map.of("identity_provider", "google")));
            tokens = application.exchange(visitor.submit(chooser, Map.of("account", "grace@example.com")));
            keys = application.get("/.well-known/jwks.json", Map.of());
            new Backend(first).call("POST", "/users", "{\"username\":\"newcomer\"}");
        }

        try (var second = ClerkEmulator.start(Clerks.settings(home, port))) {
            var application = new Application(second.issuer());

            var silent = visitor.get(application.authorize(Map.of("prompt", "none")));
            assertThat(silent.query()).containsKey("code");
            assertThat(application.get("/.well-known/jwks.json", Map.of())).isEqualTo(keys);
            assertThat(application
                            .refresh(tokens.get("refresh_token").stringValue())
                            .has("id_token"))
                    .isTrue();
            assertThat(application
                            .get(
                                    "/oauth/userinfo",
                                    Map.of(
                                            "Authorization",
                                            "Bearer "
                                                    + tokens.get("access_token").stringValue()))
                            .get("email")
                            .stringValue())
                    .isEqualTo("grace@example.com");
            assertThat(new Backend(second)
                            .get("/users/count")
                            .json()
                            .get("total_count")
                            .intValue())
                    .isEqualTo(4);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var problem = catchThrowableOfType(
                    Problem.class, () -> ClerkEmulator.start(Clerks.settings(home, taken.getLocalPort())));

            assertThat(problem.sentence()).contains("Port " + taken.getLocalPort());
            assertThat(problem.nextStep()).contains("LOCKSTEP_EMULATOR_CLERK_PORT");
        }
        // The folder was let go of, so another try succeeds.
        ClerkEmulator.start(Clerks.settings(home)).close();
    }

    /** Opens the folder as another Lockstep would: in a process of its own, until its input ends. */
    static final class FolderHolder {

        public static void main(String[] args) throws Exception {
            try (var clerk = ClerkEmulator.start(Clerks.settings(Path.of(args[0])))) {
                System.out.println("held " + clerk.issuer());
                System.in.read();
            }
        }
    }

    @Test
    void saysThatTheFolderIsInUse(@TempDir Path outputs) throws Exception {
        try (ChildRun other = ChildRun.of(FolderHolder.class, outputs.resolve("holder"), home.toString())) {
            other.awaitLine("held ");

            var problem = catchThrowableOfType(Problem.class, () -> ClerkEmulator.start(Clerks.settings(home)));

            assertThat(problem.code().text()).isEqualTo("EmulatorFolderInUse");
            assertThat(problem.sentence()).contains(home.toString());
            assertThat(problem.nextStep()).contains("LOCKSTEP_HOME");
        }
    }

    @Test
    void limitsRequestsAndWritesPerPerson() throws Exception {
        var limits = new Limits(60, 10, Duration.ofSeconds(10));
        try (var clerk = ClerkEmulator.start(Clerks.settings(home, 0, limits))) {
            var backend = new Backend(clerk);
            String id = backend.get("/users?username=ada_lovelace")
                    .json()
                    .get(0)
                    .get("id")
                    .stringValue();

            for (int i = 0; i < 10; i++) {
                assertThat(backend.call("PATCH", "/users/" + id, "{\"first_name\":\"A" + i + "\"}")
                                .status())
                        .isEqualTo(200);
            }
            Reply eleventh = backend.call("PATCH", "/users/" + id, "{\"first_name\":\"B\"}");

            assertThat(eleventh.status()).isEqualTo(429);
            assertThat(eleventh.code()).isEqualTo("too_many_requests");
            assertThat(Integer.parseInt(eleventh.header("Retry-After"))).isBetween(1, 10);
            Reply other = backend.get("/users/" + id);
            for (int i = 0; i < 60 && other.status() == 200; i++) {
                other = backend.get("/users/" + id);
            }
            assertThat(other.status()).isEqualTo(429);
            assertThat(backend.get("/jwks").status()).isEqualTo(200);
        }
    }

    @Test
    void answersToThisMachinesNamesAlone() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home));
                var socket = new java.net.Socket(
                        InetAddress.getLoopbackAddress(), clerk.issuer().getPort())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n".getBytes());

            assertThat(new String(socket.getInputStream().readAllBytes())).startsWith("HTTP/1.1 421");
        }
    }

    @Test
    void takesNoFormThatItDidNotMake() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var visitor = new Visitor(clerk.issuer());

            var refused = visitor.post("/sign-in/google", Map.of("account", "ada@example.com"));

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("The form is out of date");
            assertThat(visitor.get("/").body()).contains("Nobody is signed in");
        }
    }

    @Test
    void changesTheBrowsersTokenAtSignIn() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var visitor = new Visitor(clerk.issuer());
            visitor.submit(visitor.get("/sign-in/google"), Map.of("account", "ada@example.com"));
            String before = cookie(visitor);

            visitor.submit(visitor.get("/sign-in/github"), Map.of("account", "grace@example.com"));

            assertThat(cookie(visitor)).isNotEqualTo(before);
            assertThat(visitor.get("/").body()).contains("Grace Hopper");
        }
    }

    private static String cookie(Visitor visitor) {
        return visitor.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("__client"))
                .map(java.net.HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sendsPagesThatRunNoScript() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home));
                var client = HttpClient.newHttpClient()) {
            HttpResponse<String> page = client.send(
                    java.net.http.HttpRequest.newBuilder(URI.create(clerk.issuer() + "/sign-in"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(page.body()).doesNotContain("<script", "style=");
        }
    }
}

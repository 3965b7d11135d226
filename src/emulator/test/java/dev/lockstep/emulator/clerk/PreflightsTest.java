package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What browsers ask before a script of another page may call: each endpoint answers, those for scripts with a yes. An
 * answer that allows no origin is a no, and so the Backend API answers: a secret key is nothing for a browser.
 */
@Tag("wire")
class PreflightsTest {

    @TempDir
    static Path home;

    private static ClerkEmulator clerk;

    @BeforeAll
    static void start() {
        clerk = ClerkEmulator.start(Clerks.settings(home));
    }

    @AfterAll
    static void stop() {
        clerk.close();
    }

    private static HttpResponse<String> ask(String path, String method) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(clerk.issuer() + path))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization");
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/openid-configuration",
                "/.well-known/oauth-authorization-server",
                "/.well-known/jwks.json",
                "/oauth/userinfo",
                "/oauth/token",
                "/oauth/token_info",
                "/oauth/token/revoke"
            })
    void letsScriptsRead(String path) throws Exception {
        var answer = ask(path, path.startsWith("/oauth/token") ? "POST" : "GET");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/users",
                "/v1/users/user_1/metadata",
                "/v1/organizations/org_1/memberships",
                "/v1/sign_in_tokens",
                "/v1/oauth_applications",
                "/v1/no/such/path",
                "/v1/tickets/accept",
                "/emulator/webhooks",
                "/sign-in",
                "/no/such/page"
            })
    void keepsScriptsFromTheRest(String path) throws Exception {
        for (String method : new String[] {"GET", "POST", "PATCH", "DELETE"}) {
            var answer = ask(path, method);

            assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }
}

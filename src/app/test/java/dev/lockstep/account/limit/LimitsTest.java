package dev.lockstep.account.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one address and one person get in a minute; each test asks from an address of its own, so that others are not held. */
@Tag("wire")
class LimitsTest {

    private final LockstepApp app = LockstepApp.shared();
    private final LimitProperties limits = app.bean(LimitProperties.class);

    @Test
    void opensOnlySoManyFirstPagesForOneAddress() throws Exception {
        try (HttpClient greedy = from("127.0.0.11")) {
            HttpResponse<String> refused = untilRefused(greedy, get("/"), limits.firstPages());

            assertThat(refused.body()).isEqualTo(sentence(refused));
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(ask(greedy, get("/lockstep/lockstep.css")).statusCode()).isNotEqualTo(429);
            assertThat(ask(greedy, get("/actuator/health")).statusCode()).isEqualTo(200);
        }
        try (HttpClient other = from("127.0.0.12")) {
            assertThat(ask(other, get("/")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void beginsOnlySoManySignInsForOneAddress() throws Exception {
        try (HttpClient greedy = from("127.0.0.13")) {
            HttpResponse<String> refused = untilRefused(greedy, get("/oauth2/authorization/clerk"), limits.signIns());

            assertThat(refused.body()).isEqualTo(sentence(refused));
        }
    }

    @Test
    void takesOnlySoManyWebhooksFromOneAddress() throws Exception {
        try (HttpClient greedy = from("127.0.0.14")) {
            HttpRequest forged = HttpRequest.newBuilder(app.web().resolve("/webhooks/clerk"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();

            HttpResponse<String> refused = untilRefused(greedy, forged, limits.webhooks());

            assertThat(refused.body()).isEqualTo(sentence(refused));
        }
    }

    @Test
    void answersOnlySoManyCallsOfOnePersonWhereverTheyComeFrom() throws Exception {
        var browser = new Browser(app.web());
        app.signUp(browser, "Mary", "Shelley");
        HttpRequest call = HttpRequest.newBuilder(app.web().resolve("/api/convex/status?projectId=none"))
                .header(
                        "Cookie",
                        "LOCKSTEP_SESSION=" + browser.cookie("LOCKSTEP_SESSION").orElseThrow())
                .build();
        try (HttpClient greedy = from("127.0.0.15");
                HttpClient elsewhere = from("127.0.0.16")) {
            HttpResponse<String> refused = untilRefused(greedy, call, limits.api());

            assertThat(refused.body())
                    .startsWith("{\"code\":\"TooManyRequests\",\"error\":\"That was more in a short while")
                    .contains("\"nextStep\":\"Wait ");
            assertThat(ask(elsewhere, call).statusCode()).isEqualTo(429);
            assertThat(browser.get("/profile").statusCode()).isEqualTo(200);
        }
    }

    /** Before a byte of it is read. */
    @Test
    void takesOnlySoManyUploads() throws Exception {
        try (HttpClient greedy = from("127.0.0.17")) {
            HttpRequest upload = HttpRequest.newBuilder(app.web().resolve("/VAADIN/dynamic/resource/1/none/upload"))
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(HttpRequest.BodyPublishers.ofString("--b--\r\n"))
                    .build();

            HttpResponse<String> refused = untilRefused(greedy, upload, limits.uploads());

            assertThat(refused.body()).isEqualTo(sentence(refused));
        }
    }

    /** A period may end meanwhile, so twice what it takes must be enough. */
    private static HttpResponse<String> untilRefused(HttpClient client, HttpRequest request, int limit)
            throws Exception {
        for (int asked = 0; asked <= 2 * limit; asked++) {
            HttpResponse<String> answer = ask(client, request);
            if (answer.statusCode() == 429) {
                assertThat(asked).as("asked before it was refused").isGreaterThanOrEqualTo(limit);
                assertThat(answer.headers().firstValue("Retry-After").map(Integer::parseInt))
                        .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 60));
                return answer;
            }
        }
        throw new AssertionError("Never refused: " + request.uri());
    }

    private static String sentence(HttpResponse<String> refused) {
        return "That was more in a short while than anybody may do here, so nothing was done. Wait "
                + refused.headers().firstValue("Retry-After").orElseThrow() + " s and try again.\n";
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(app.web().resolve(path)).build();
    }

    private static HttpResponse<String> ask(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** All addresses that begin with 127 are this machine's own. */
    private static HttpClient from(String address) throws IOException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(address))
                .build();
    }
}

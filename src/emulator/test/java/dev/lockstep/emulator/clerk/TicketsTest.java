package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.ManualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Addresses that let somebody in: once, in time, and also when many open one at the same moment. */
@Tag("wire")
class TicketsTest {

    private static final int MANY = 8;

    @TempDir
    Path home;

    private static String made(Backend backend, String path, String body) throws Exception {
        JsonNode made = backend.call("POST", path, body).json();
        return made.get("url").stringValue();
    }

    private static int open(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void letsOneInOfManyWhoComeAtOnce() throws Exception {
        try (var clerk = ClerkEmulator.start(Clerks.settings(home));
                var threads = Executors.newFixedThreadPool(MANY)) {
            var backend = new Backend(clerk);
            String ada = backend.get("/users?username=ada_lovelace")
                    .json()
                    .get(0)
                    .get("id")
                    .stringValue();
            String organization = backend.call("POST", "/organizations", "{\"name\":\"Acme\"}")
                    .json()
                    .get("id")
                    .stringValue();
            for (String url : List.of(
                    made(backend, "/sign_in_tokens", "{\"user_id\":\"" + ada + "\"}"),
                    made(backend, "/invitations", "{\"email_address\":\"a@example.com\"}"),
                    made(
                            backend,
                            "/organizations/" + organization + "/invitations",
                            "{\"email_address\":\"b@example.com\",\"role\":\"org:member\"}"))) {
                var answers = new ArrayList<Future<Integer>>();
                for (int i = 0; i < MANY; i++) {
                    answers.add(threads.submit(() -> open(url)));
                }
                var codes = new ArrayList<Integer>();
                for (Future<Integer> answer : answers) {
                    codes.add(answer.get());
                }
                assertThat(codes)
                        .containsOnlyOnce(303)
                        .filteredOn(code -> code == 410)
                        .hasSize(MANY - 1);
            }
        }
    }

    @Test
    void letsNobodyInWhoComesTooLate() throws Exception {
        var clock = ManualClock.standing();
        try (var clerk = ClerkEmulator.start(Clerks.settings(home), clock)) {
            var backend = new Backend(clerk);
            String ada = backend.get("/users?username=ada_lovelace")
                    .json()
                    .get(0)
                    .get("id")
                    .stringValue();
            String ticket = made(backend, "/sign_in_tokens", "{\"user_id\":\"" + ada + "\",\"expires_in_seconds\":60}");
            String invitation =
                    made(backend, "/invitations", "{\"email_address\":\"a@example.com\",\"expires_in_days\":1}");

            clock.advance(Duration.ofDays(1));

            assertThat(open(ticket)).isEqualTo(410);
            assertThat(open(invitation)).isEqualTo(410);
            assertThat(backend.get("/invitations").json().get(0).get("status").stringValue())
                    .isEqualTo("expired");
        }
    }
}

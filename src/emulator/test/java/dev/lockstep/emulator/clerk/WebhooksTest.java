package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.svix.Webhook;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.WebhookReceiver.Delivery;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an application hears of changes, over a real connection, judged by Svix's own library. */
@Tag("wire")
class WebhooksTest {

    private static final String OLD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final Instant TODAY = Clock.systemUTC().instant();

    @TempDir
    static Path home;

    private static final ManualClock CLOCK = ManualClock.standingAt(TODAY);
    private static ClerkEmulator clerk;

    private final HttpClient http = HttpClient.newHttpClient();
    private WebhookReceiver receiver;
    private Backend backend;

    private static ClerkEmulator.Settings settings(Path folder) {
        var plain = Clerks.settings(folder);
        return new ClerkEmulator.Settings(
                0,
                folder,
                plain.oauthClientId(),
                plain.oauthClientSecret(),
                plain.secretKey(),
                Secret.of(NEW_SECRET + " " + OLD_SECRET),
                plain.environmentName(),
                plain.limits());
    }

    @BeforeAll
    static void start() {
        clerk = ClerkEmulator.start(settings(home), CLOCK);
    }

    @AfterAll
    static void stop() {
        clerk.close();
    }

    @BeforeEach
    void listen() throws Exception {
        CLOCK.set(TODAY);
        receiver = new WebhookReceiver();
        clerk.deliverWebhooksTo(receiver.address());
        backend = new Backend(clerk);
    }

    @AfterEach
    void leave() throws Exception {
        control("DELETE", "/emulator/faults", "");
        receiver.close();
    }

    @Test
    void signsWithEverySecretAsSvixDoes() throws Exception {
        String id = create("Zoë 測試");

        Delivery delivery = receiver.next();
        assertThat(delivery.type()).isEqualTo("user.created");
        assertThat(delivery.json().get("data").get("id").stringValue()).isEqualTo(id);
        assertThat(delivery.json().get("data").get("first_name").stringValue()).isEqualTo("Zoë 測試");
        assertThat(delivery.id()).startsWith("msg_");
        assertThat(delivery.headers().get("Content-Type")).isEqualTo("application/json");
        for (String secret : List.of(OLD_SECRET, NEW_SECRET)) {
            assertThatCode(() -> new Webhook(secret).verify(delivery.body(), delivery.signed()))
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> new Webhook(OLD_SECRET).verify(delivery.body() + " ", delivery.signed()))
                .hasMessageContaining("No matching signature");
    }

    @Test
    void triesAgainWhatWasNotTaken() throws Exception {
        receiver.answer(500).answer(302, "Location", "/elsewhere").answer(404);
        create("Retried");

        Delivery first = receiver.next();
        awaitAttempts(first.id(), 1);
        CLOCK.advance(Duration.ofMillis(4_999));
        assertThat(message(first.id()).get("next_attempt_at").longValue())
                .isEqualTo(CLOCK.instant().toEpochMilli() + 1);
        CLOCK.advance(Duration.ofMillis(1));
        Delivery second = receiver.next();
        awaitAttempts(first.id(), 2);
        CLOCK.advance(Duration.ofMinutes(5));
        Delivery third = receiver.next();
        awaitAttempts(first.id(), 3);
        CLOCK.advance(Duration.ofMinutes(30));
        Delivery fourth = receiver.next();

        assertThat(List.of(second.id(), third.id(), fourth.id())).containsOnly(first.id());
        assertThat(second.second()).isEqualTo(first.second() + 5);
        assertThat(third.second()).isEqualTo(first.second() + 305);
        assertThat(third.body()).isEqualTo(first.body());
        assertThat(third.headers().get("svix-signature"))
                .isEqualTo(new Webhook(NEW_SECRET).sign(third.id(), third.second(), third.body()) + " "
                        + new Webhook(OLD_SECRET).sign(third.id(), third.second(), third.body()));
        awaitState(first.id(), "sent");
        assertThat(message(first.id())
                        .get("attempts")
                        .valueStream()
                        .map(attempt -> attempt.get("status").intValue()))
                .containsExactly(500, 302, 404, 204);
    }

    @Test
    void givesUpAfterEightAttempts() throws Exception {
        for (int i = 0; i < 8; i++) {
            receiver.answer(503);
        }
        create("Given up");

        String id = receiver.next().id();
        int attempts = 1;
        for (Duration wait : List.of(
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(5),
                Duration.ofHours(10),
                Duration.ofHours(10))) {
            awaitAttempts(id, attempts++);
            assertThat(message(id).get("next_attempt_at").longValue())
                    .isEqualTo(CLOCK.instant().plus(wait).toEpochMilli());
            CLOCK.advance(wait);
            assertThat(receiver.next().id()).isEqualTo(id);
        }
        awaitState(id, "failed");
        assertThat(message(id).get("next_attempt_at").isNull()).isTrue();
    }

    @Test
    void stopsWhenTheReceiverSaysSo() throws Exception {
        receiver.answer(400, "webhook-delivery", "abort-message");
        create("Aborted");

        String id = receiver.next().id();

        awaitState(id, "aborted");
        assertThat(message(id).get("next_attempt_at").isNull()).isTrue();
    }

    @Test
    void tellsEveryKindOfChange() throws Exception {
        String id = create("Everything");
        assertThat(receiver.next().type()).isEqualTo("user.created");

        assertThat(backend.call("PATCH", "/users/" + id, "{\"username\":\"ada_lovelace\"}")
                        .status())
                .as("what is refused is not told")
                .isEqualTo(422);
        backend.call("PATCH", "/users/" + id, "{\"last_name\":\"Told\"}");
        assertThat(updated("last_name").stringValue()).isEqualTo("Told");
        backend.call("PATCH", "/users/" + id + "/metadata", "{\"private_metadata\":{\"a\":1}}");
        assertThat(updated("private_metadata").toString()).isEqualTo("{\"a\":1}");
        byte[] png = Base64.getDecoder()
                .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                        + "rkJggg==");
        backend.upload("/users/" + id + "/profile_image", "file", png);
        assertThat(updated("has_image").booleanValue()).isTrue();
        backend.call("DELETE", "/users/" + id + "/profile_image");
        assertThat(updated("has_image").booleanValue()).isFalse();

        String session = backend.call("POST", "/sessions", "{\"user_id\":\"" + id + "\"}")
                .json()
                .get("id")
                .stringValue();
        assertThat(updated("last_sign_in_at").longValue()).isPositive();
        JsonNode begun = receiver.next().json();
        assertThat(begun.get("type").stringValue()).isEqualTo("session.created");
        assertThat(begun.get("data").get("id").stringValue()).isEqualTo(session);
        assertThat(begun.get("data").get("user").get("id").stringValue()).isEqualTo(id);

        backend.call("POST", "/users/" + id + "/ban");
        assertThat(updated("banned").booleanValue()).isTrue();
        assertThat(receiver.next().type()).isEqualTo("session.revoked");
        backend.call("POST", "/users/" + id + "/unban");
        assertThat(updated("banned").booleanValue()).isFalse();
        backend.call("DELETE", "/users/" + id);
        JsonNode deleted = receiver.next().json();
        assertThat(deleted.get("type").stringValue()).isEqualTo("user.deleted");
        assertThat(deleted.get("data").toString())
                .isEqualTo("{\"object\":\"user\",\"id\":\"" + id + "\",\"deleted\":true}");
        assertThat(receiver.waiting()).isZero();
    }

    @Test
    void tellsHowSessionsOfBrowsersEnd() throws Exception {
        var visitor = new Visitor(clerk.issuer());
        visitor.submit(visitor.get("/sign-in/google"), Map.of("account", "ada@example.com"));
        visitor.submit(visitor.get("/sign-in/github"), Map.of("account", "grace@example.com"));

        List<String> types = new ArrayList<>();
        Delivery delivery = receiver.next();
        while (!delivery.type().equals("session.removed")) {
            types.add(delivery.type());
            delivery = receiver.next();
        }
        assertThat(types).contains("user.updated", "session.created");
        JsonNode request = delivery.json().get("event_attributes").get("http_request");
        assertThat(request.get("client_ip").stringValue()).isEqualTo("127.0.0.1");
        assertThat(request.get("user_agent").stringValue()).startsWith("Java-http-client");
        assertThat(delivery.json().get("data").get("user").get("first_name").stringValue())
                .isEqualTo("Ada");
        settled();
    }

    @Test
    void makesTheTroubleItIsAskedFor() throws Exception {
        fault("{\"match\":\"WEBHOOK user\\\\.(created|deleted)\",\"duplicate\":true,\"times\":1}");
        create("Twice");
        Delivery first = receiver.next();
        assertThat(receiver.next().id()).isEqualTo(first.id());
        awaitState(first.id(), "sent");

        fault("{\"match\":\"user.created\",\"reorder\":true,\"times\":1}");
        create("Late");
        create("Early");
        assertThat(List.of(name(receiver.next()), name(receiver.next()))).containsExactly("Early", "Late");

        fault("{\"match\":\"user.created\",\"drop\":true,\"times\":1}");
        create("Lost");
        create("Found");
        assertThat(name(receiver.next())).isEqualTo("Found");

        fault("{\"match\":\"user.created\",\"delayMillis\":60000,\"times\":1}");
        create("Slow");
        create("Quick");
        assertThat(name(receiver.next())).isEqualTo("Quick");
        CLOCK.advance(Duration.ofSeconds(59));
        create("Before");
        assertThat(name(receiver.next())).isEqualTo("Before");
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(name(receiver.next())).isEqualTo("Slow");
        settled();
        assertThat(receiver.waiting()).isZero();
    }

    @Test
    void replaysUnderTheOldId() throws Exception {
        create("Again");
        Delivery first = receiver.next();
        awaitState(first.id(), "sent");
        CLOCK.advance(Duration.ofSeconds(60));

        assertThat(control("POST", "/emulator/webhooks/" + first.id() + "/replay", "")
                        .statusCode())
                .isEqualTo(202);

        // What the end of an earlier test cut short is due by now too.
        Delivery second = receiver.next();
        while (!second.id().equals(first.id())) {
            second = receiver.next();
        }
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.second()).isEqualTo(first.second() + 60);
        Delivery again = second;
        assertThatCode(() -> new Webhook(OLD_SECRET).verify(again.body(), again.signed()))
                .doesNotThrowAnyException();
        awaitAttempts(first.id(), 2);
        assertThat(control("POST", "/emulator/webhooks/msg_unknown/replay", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsMessagesToHoldersOfTheKeyAlone() throws Exception {
        for (String key : List.of("", "Bearer sk_test_wrong", "Bearer ")) {
            var request = HttpRequest.newBuilder(URI.create(clerk.issuer() + "/emulator/webhooks"));
            if (!key.isEmpty()) {
                request.header("Authorization", key);
            }
            assertThat(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void keepsWhatWasNotSentAcrossARestart(@TempDir Path folder) throws Exception {
        String waited;
        String failed;
        try (var first = ClerkEmulator.start(settings(folder), CLOCK)) {
            new Backend(first).call("POST", "/users", "{\"first_name\":\"Waited\"}");
            waited = messages(first).get(0).get("id").stringValue();
            assertThat(messages(first)).as("demo people were there before").hasSize(1);
            receiver.answer(500);
            first.deliverWebhooksTo(receiver.address());
            failed = receiver.next().id();
            assertThat(failed).isEqualTo(waited);
            await().until(() -> messages(first).get(0).get("attempts").size() == 1);
            await().until(() -> messages(first).get(0).get("next_attempt_at").longValue()
                    > CLOCK.instant().toEpochMilli());
        }
        try (var second = ClerkEmulator.start(settings(folder), CLOCK)) {
            new Backend(second).call("POST", "/users", "{\"first_name\":\"Later\"}");
            second.deliverWebhooksTo(receiver.address());
            assertThat(name(receiver.next())).isEqualTo("Later");
            CLOCK.advance(Duration.ofSeconds(5));

            Delivery again = receiver.next();

            assertThat(again.id()).isEqualTo(waited);
            await().until(() ->
                    messages(second).get(1).get("state").stringValue().equals("sent"));
            assertThat(messages(second)
                            .get(1)
                            .get("attempts")
                            .valueStream()
                            .map(it -> it.get("status").intValue()))
                    .containsExactly(500, 204);
        }
    }

    private String create(String firstName) throws Exception {
        return backend.call("POST", "/users", "{\"first_name\":\"" + firstName + "\"}")
                .json()
                .get("id")
                .stringValue();
    }

    private JsonNode updated(String field) throws Exception {
        JsonNode event = receiver.next().json();
        assertThat(event.get("type").stringValue()).isEqualTo("user.updated");
        return event.get("data").get(field);
    }

    private static String name(Delivery delivery) {
        return delivery.json().get("data").get("first_name").stringValue();
    }

    private void fault(String json) throws Exception {
        assertThat(control("POST", "/emulator/faults", json).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> control(String method, String path, String body) throws Exception {
        return control(clerk, method, path, body);
    }

    private HttpResponse<String> control(ClerkEmulator at, String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(at.issuer() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + Clerks.SECRET_KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<JsonNode> messages(ClerkEmulator at) throws Exception {
        return Backend.JSON
                .readTree(control(at, "GET", "/emulator/webhooks", "").body())
                .get("data")
                .valueStream()
                .toList();
    }

    private JsonNode message(String id) throws Exception {
        return messages(clerk).stream()
                .filter(message -> message.get("id").stringValue().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Until the attempt is written down, which is after the receiver has seen it. */
    private void awaitAttempts(String id, int count) {
        await().until(() -> {
            JsonNode message = message(id);
            boolean open = message.get("state").stringValue().equals("waiting");
            boolean settled = !open
                    || message.get("next_attempt_at").longValue()
                            > CLOCK.instant().toEpochMilli();
            return message.get("attempts").size() == count && settled;
        });
    }

    private void awaitState(String id, String state) {
        await().until(() -> message(id).get("state").stringValue().equals(state));
    }

    /** Leaves nothing for the next test. */
    private void settled() {
        await().until(() -> messages(clerk).stream()
                .noneMatch(message -> message.get("state").stringValue().equals("waiting")));
    }
}

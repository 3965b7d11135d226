package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.clerk.webhook.WebhookSignature;
import dev.lockstep.emulator.clerk.ClerkJudge.Outcome;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Lets Clerk's own JavaScript, which we did not write, use the emulator. Skipped with a message where Node or the
 * package registry is absent.
 */
@Tag("wire")
class JudgeTest {

    @TempDir
    Path home;

    @Test
    void satisfiesClerksOwnJavaScript() throws Exception {
        ClerkJudge.install();

        try (var clerk = ClerkEmulator.start(Clerks.settings(home))) {
            var backend = new Backend(clerk);
            String ada = backend.get("/users?username=ada_lovelace")
                    .json()
                    .get(0)
                    .get("id")
                    .stringValue();
            String session = backend.call("POST", "/sessions", "{\"user_id\":\"" + ada + "\"}")
                    .json()
                    .get("id")
                    .stringValue();

            Outcome outcome = ClerkJudge.run(
                    List.of("node", "judge.mjs", clerk.apiUrl().toString(), Clerks.SECRET_KEY, session, ada));

            assertThat(outcome.code()).as(outcome.text()).isZero();
            JsonNode told =
                    Backend.JSON.readTree(outcome.text().lines().toList().getLast());
            assertThat(told.get("first").stringValue()).isEqualTo("Ada");
            assertThat(told.get("email").stringValue()).isEqualTo("ada@example.com");
            assertThat(told.get("updated").stringValue()).isEqualTo("Byron");
            assertThat(told.get("metadata").toString()).isEqualTo("{\"plan\":{\"name\":\"pro\"}}");
            assertThat(told.get("image").booleanValue()).isTrue();
            assertThat(told.get("listed").intValue()).isEqualTo(2);
            assertThat(told.get("total").intValue()).isEqualTo(3);
            assertThat(told.get("sessions").intValue()).isEqualTo(1);
            assertThat(told.get("refused").toString())
                    .isEqualTo("{\"status\":422,\"code\":\"form_identifier_exists\",\"parameter\":\"username\","
                            + "\"trace\":\"string\"}");
            assertThat(told.get("nobody").intValue()).isEqualTo(404);
            assertThat(told.get("plain").stringValue()).isEqualTo(session);
            assertThat(told.get("convex").stringValue()).isEqualTo(ada);
        }
    }

    @Test
    void sendsWebhooksThatClerksAndSvixsJavaScriptVerify() throws Exception {
        ClerkJudge.install();

        try (var clerk = ClerkEmulator.start(Clerks.settings(home));
                var receiver = new WebhookReceiver()) {
            clerk.deliverWebhooksTo(receiver.address());
            new Backend(clerk).call("POST", "/users", "{\"first_name\":\"Zoë\"}");
            var delivery = receiver.next();
            var given = Backend.JSON
                    .createObjectNode()
                    .put("body", delivery.body())
                    .put("secret", Clerks.settings(home).webhookSigningSecret().reveal());
            var headers = given.putObject("headers");
            delivery.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
            Path input = Files.writeString(home.resolve("webhook.json"), given.toString());

            Outcome outcome = ClerkJudge.run(List.of("node", "webhook.mjs"), Redirect.from(input.toFile()));

            assertThat(outcome.code()).as(outcome.text()).isZero();
            JsonNode told = Backend.JSON.readTree(outcome.text());
            assertThat(told.get("type").stringValue()).isEqualTo("user.created");
            assertThat(told.get("name").stringValue()).isEqualTo("Zoë");
            assertThat(told.get("object").stringValue()).isEqualTo("event");
            assertThat(told.get("altered").stringValue()).isEqualTo("refused");
            assertThat(told.get("alteredForSvix").stringValue()).isEqualTo("refused");
            JsonNode signed = told.get("signed");
            assertThat(new WebhookSignature(List.of(Clerks.settings(home).webhookSigningSecret()))
                            .check(
                                    signed.get("id").stringValue(),
                                    signed.get("timestamp").stringValue(),
                                    signed.get("signature").stringValue(),
                                    signed.get("body").stringValue().getBytes(StandardCharsets.UTF_8),
                                    Instant.ofEpochSecond(Long.parseLong(
                                            signed.get("timestamp").stringValue()))))
                    .isEmpty();
        }
    }
}

package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.clerk.webhook.WebhookSignature;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
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

    private static final Path SOURCE = Path.of("src/emulator/test/clerk-judge");
    private static final Path WORKSHOP = Path.of("target/clerk-judge");
    private static final int INSTALL_SECONDS = 120;
    private static final int JUDGE_SECONDS = 60;

    @TempDir
    Path home;

    @Test
    void satisfiesClerksOwnJavaScript() throws Exception {
        install();

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

            Outcome outcome = run(
                    JUDGE_SECONDS,
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
        install();

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

            Outcome outcome = run(JUDGE_SECONDS, List.of("node", "webhook.mjs"), Redirect.from(input.toFile()));

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

    /** Copies the judge to target and installs what its lockfile names, unless that was done before. */
    private static void install() throws Exception {
        Files.createDirectories(WORKSHOP);
        boolean same = Files.exists(WORKSHOP.resolve("node_modules/svix"))
                && Files.mismatch(SOURCE.resolve("package-lock.json"), WORKSHOP.resolve("package-lock.json")) < 0;
        for (String file : List.of("package.json", "package-lock.json", "judge.mjs", "webhook.mjs")) {
            Files.copy(SOURCE.resolve(file), WORKSHOP.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Outcome node = run(JUDGE_SECONDS, List.of("node", "--version"));
        skipUnless(node.code() == 0, "there is no Node");
        if (!same) {
            Outcome installed = run(
                    INSTALL_SECONDS,
                    List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"));
            skipUnless(installed.code() == 0, "npm could not install what judges");
        }
    }

    private static void skipUnless(boolean condition, String reason) {
        if (!condition) {
            System.out.println("SKIPPED: Clerk's JavaScript does not judge the emulator, since " + reason);
        }
        Assumptions.assumeTrue(condition, reason);
    }

    private record Outcome(int code, String text) {}

    private static Outcome run(int seconds, List<String> command) throws InterruptedException {
        return run(seconds, command, Redirect.PIPE);
    }

    private static Outcome run(int seconds, List<String> command, Redirect input) throws InterruptedException {
        try {
            Path log = Files.createTempFile(WORKSHOP, "run", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(WORKSHOP.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(input)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Outcome(-1, "not done after " + seconds + " s\n" + Files.readString(log));
            }
            return new Outcome(process.exitValue(), Files.readString(log));
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        }
    }
}

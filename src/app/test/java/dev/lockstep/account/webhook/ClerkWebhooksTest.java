package dev.lockstep.account.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Browser;
import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.webhook.Webhooks.Filter;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Clerk sends by webhook, sent to the real application as Clerk does: signed, late, twice and in any order. */
@Tag("wire")
class ClerkWebhooksTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final LockstepApp app = LockstepApp.shared();
    private final Webhooks webhooks = app.bean(Webhooks.class);
    private final Accounts accounts = app.bean(Accounts.class);
    private final HttpClient http = HttpClient.newHttpClient();

    /** Else the emulated Clerk tells first, and what is sent here is known. */
    @BeforeEach
    void silenceClerk() {
        app.clerkFault("{\"match\":\"WEBHOOK\",\"drop\":true}");
    }

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void hearsFromTheEmulatedClerkItself() {
        app.calm();
        PersonId user = app.signUp("Mary", "Shelley");

        changedInClerk(user, "Godwin");

        LockstepApp.await(
                "Godwin in Convex",
                () -> app.inConvex(user)
                        .text("last_name")
                        .filter("Godwin"::equals)
                        .isPresent());
        assertThat(here(user).lastName()).contains("Godwin");
    }

    @Test
    void makesOnePersonOfASignInAndOfNewsThatComeAtTheSameMoment() {
        app.calm();
        for (int i = 0; i < 30; i++) {
            PersonId user = app.settle("both" + i + "." + System.nanoTime() + "@example.com", "Mary");
            assertThat(here(user).firstName()).contains("Mary");
        }
    }

    @Test
    void bringsAChangeInClerkHereAndToConvex() {
        PersonId user = app.signUp("Mary", "Shelley");

        String id = send("user.updated", changedInClerk(user, "Godwin"));

        awaitEffect(id, "UPDATED");
        assertThat(here(user).lastName()).contains("Godwin");
        LockstepApp.await(
                "Godwin in Convex",
                () -> app.inConvex(user)
                        .text("last_name")
                        .filter("Godwin"::equals)
                        .isPresent());
    }

    @Test
    void appliesARepeatOnceAndAnOlderStateNever() {
        PersonId user = app.signUp("Mary", "Shelley");
        ObjectNode older = changedInClerk(user, "First");
        ObjectNode newer = changedInClerk(user, "Second");

        String second = send("user.updated", newer);
        awaitEffect(second, "UPDATED");
        String first = send("user.updated", older);
        awaitEffect(first, "LATE");
        assertThat(post(second, newer, "user.updated").statusCode()).isEqualTo(200);

        assertThat(here(user).lastName()).contains("Second");
        assertThat(message(second).deliveries()).isEqualTo(2);
        assertThat(message(second).state()).isEqualTo(MessageState.APPLIED);
    }

    @Test
    void recognisesTheEchoOfAChangeMadeHere() {
        PersonId user = app.signUp("Mary", "Shelley");
        var profiles = new Profiles(app);
        profiles.save(user, profiles.form(user, "Mary", "Godwin"));

        String echo = send("user.updated", inClerk(user));

        awaitEffect(echo, "KNOWN");
    }

    @Test
    void leavesAloneWhatIsOnItsWayToClerk() {
        PersonId user = app.signUp("Mary", "Shelley");
        ObjectNode told = changedInClerk(user, "Told by Clerk");
        app.clerkFault("{\"match\":\"PATCH\",\"status\":503}");
        var profiles = new Profiles(app);
        profiles.save(user, profiles.form(user, "Mary", "Typed here"));

        String id = send("user.updated", told);

        awaitEffect(id, "UPDATED");
        assertThat(here(user).lastName()).contains("Typed here");
        app.calm();
        LockstepApp.await(
                "the typed name in Clerk",
                () -> app.inClerk(user).lastName().filter("Typed here"::equals).isPresent());
        assertThat(app.inConvex(user).text("last_name")).contains("Typed here");
    }

    @Test
    void knowsPeopleBeforeTheySignIn() {
        PersonId user = new PersonId(app.clerkApi(
                        "POST",
                        "/users",
                        "{\"email_address\":[\"" + UUID.randomUUID() + "@example.com\"],\"first_name\":\"Early\"}")
                .get("id")
                .asString());

        awaitEffect(send("user.created", inClerk(user)), "CREATED");

        assertThat(here(user).firstName()).contains("Early");
        LockstepApp.await(
                "Early in Convex", () -> app.inConvex(user).text("first_name").isPresent());
    }

    @Test
    void endsTheSessionsOfTheBannedOnEveryPage() throws Exception {
        var browser = new Browser(app.web());
        PersonId user = app.signUp(browser, "Mary", "Shelley");
        assertThat(browser.get("/profile").uri().getPath()).isEqualTo("/profile");
        app.clerkApi("POST", "/users/" + user + "/ban", "");

        awaitEffect(send("user.updated", inClerk(user)), "UPDATED");

        LockstepApp.await(
                "the end of the session", () -> !path(browser, "/profile").equals("/profile"));
    }

    @Test
    void remembersTheDeletedSoThatLateNewsCannotReviveThem() throws Exception {
        var browser = new Browser(app.web());
        PersonId user = app.signUp(browser, "Mary", "Shelley");
        ObjectNode late = changedInClerk(user, "Late");
        ObjectNode deletion = JSON.createObjectNode()
                .put("id", user.value())
                .put("object", "user")
                .put("deleted", true);

        awaitEffect(send("user.deleted", deletion), "DELETED");
        awaitEffect(send("user.updated", late), "OF_DELETED");

        LockstepApp.await(
                "the end of the session", () -> !path(browser, "/profile").equals("/profile"));
        LockstepApp.await("nobody in Convex", () -> app.inConvex(user).fields().isEmpty());
    }

    @Test
    void endsSessionsThatWereRevokedAndLetsThePersonInAgain() throws Exception {
        var browser = new Browser(app.web());
        PersonId user = app.signUp(browser, "Mary", "Shelley");
        String session = app.clerkApi("GET", "/sessions?user_id=" + user, "")
                .get(0)
                .get("id")
                .asString();
        JsonNode revoked = app.clerkApi("POST", "/sessions/" + session + "/revoke", "");

        awaitEffect(send("session.revoked", revoked), "SIGNED_OUT");

        LockstepApp.await(
                "the end of the session", () -> !path(browser, "/profile").equals("/profile"));
        String email = app.inClerk(user).email().orElseThrow();
        browser.signInAs(email);
        assertThat(path(browser, "/profile")).isEqualTo("/profile");
    }

    @Test
    void keepsUnknownTypes() {
        awaitEffect(send("organization.created", JSON.createObjectNode().put("id", "org_1")), "NOT_KEPT");
        awaitEffect(send("email.created", JSON.createObjectNode().put("id", "ema_1")), "NOT_KEPT");
    }

    @Test
    void refusesWhatIsNotClerks() throws Exception {
        ObjectNode body = JSON.createObjectNode().put("id", "user_nobody");
        String event = event("user.updated", body);
        String id = "msg_" + UUID.randomUUID();
        String now = String.valueOf(Instant.now().getEpochSecond());
        String good = sign(id, now, event);
        long before = webhooks.count(Filter.ALL);

        assertThat(post(id, now, "v1,AAAA", event).statusCode()).isEqualTo(400);
        assertThat(post(id, now, good, event + " ").statusCode()).isEqualTo(400);
        String old = String.valueOf(Instant.now().getEpochSecond() - 400);
        assertThat(post(id, old, sign(id, old, event), event).statusCode()).isEqualTo(400);
        assertThat(post(id, now, sign(id, now, "no event"), "no event").statusCode())
                .isEqualTo(400);
        String huge = "x".repeat(2_000_000);
        assertThat(post(id, now, sign(id, now, huge), huge).statusCode()).isEqualTo(413);

        assertThat(webhooks.count(Filter.ALL)).isEqualTo(before);
        assertThat(webhooks.refused()).extracting(Webhooks.Refused::why).contains("WRONG_SIGNATURE", "TOO_OLD");
    }

    @Test
    void isTakenByTheDeploymentItselfAsWellAndOnlyOnce() throws Exception {
        PersonId user = app.signUp("Mary", "Shelley");
        String event = event("user.updated", changedInClerk(user, "Godwin"));
        String id = "msg_" + UUID.randomUUID();
        String now = String.valueOf(Instant.now().getEpochSecond());
        URI deployment = app.site().resolve("/webhooks/clerk");

        assertThat(post(deployment, id, now, sign(id, now, event), event).statusCode())
                .isEqualTo(200);
        assertThat(app.inConvex(user).text("last_name")).contains("Godwin");
        var updated = app.inConvex(user).fields().get("updatedAt");
        assertThat(post(deployment, id, now, sign(id, now, event), event).statusCode())
                .isEqualTo(200);
        assertThat(post(id, now, sign(id, now, event), event).statusCode()).isEqualTo(200);
        assertThat(post(deployment, id, now, "v1,AAAA", event).statusCode()).isEqualTo(400);

        awaitEffect(id, "UPDATED");
        assertThat(here(user).lastName()).contains("Godwin");
        LockstepApp.await(
                "nothing left to send",
                () -> app.bean(Deliveries.class).waiting(user).isEmpty());
        assertThat(app.inConvex(user).fields().get("updatedAt")).isEqualTo(updated);
    }

    /** One event that cannot be applied, in the middle of many that can. */
    @Test
    void appliesManyShuffledAndDoubledAroundOneThatFails() throws Exception {
        PersonId user = app.signUp("Mary", "Shelley");
        long start = inClerk(user).get("updated_at").asLong();
        Map<String, ObjectNode> bodies = new HashMap<>();
        for (int i = 1; i <= 100; i++) {
            bodies.put(
                    "msg_" + UUID.randomUUID(),
                    inClerk(user).put("last_name", "Name " + i).put("updated_at", start + i));
        }
        String poison = "msg_" + UUID.randomUUID();
        bodies.put(poison, inClerk(user).put("id", "u".repeat(65)));
        var deliveries = new ArrayList<>(bodies.keySet());
        deliveries.addAll(List.copyOf(deliveries).subList(0, 30));
        Collections.shuffle(deliveries, new Random(7));

        for (String id : deliveries) {
            assertThat(post(id, bodies.get(id), "user.updated").statusCode()).isEqualTo(200);
        }

        bodies.keySet().stream().filter(id -> !id.equals(poison)).forEach(id -> awaitState(id, MessageState.APPLIED));
        assertThat(here(user).lastName()).contains("Name 100");
        assertThat(message(poison).state()).isEqualTo(MessageState.WAITING);
        assertThat(message(poison).error()).isPresent();
        LockstepApp.await(
                "the last name in Convex",
                () -> app.inConvex(user)
                        .text("last_name")
                        .filter("Name 100"::equals)
                        .isPresent());
    }

    @Test
    void hidesWhatClerkHidesAndAppliesAgainWhenAsked() {
        PersonId user = app.signUp("Mary", "Shelley");
        ObjectNode told = changedInClerk(user, "Godwin");
        told.putObject("private_metadata").put("salary", 1);
        String id = send("user.updated", told);
        awaitEffect(id, "UPDATED");

        assertThat(webhooks.payload(id).orElseThrow()).contains("Godwin").doesNotContain("salary");
        webhooks.replay(id);

        awaitEffect(id, "KNOWN");
    }

    private Account here(PersonId user) {
        return accounts.find(user).orElseThrow();
    }

    private ObjectNode inClerk(PersonId user) {
        return (ObjectNode) app.clerkApi("GET", "/users/" + user, "");
    }

    private ObjectNode changedInClerk(PersonId user, String lastName) {
        return (ObjectNode) app.clerkApi("PATCH", "/users/" + user, "{\"last_name\":\"" + lastName + "\"}");
    }

    private static String path(Browser browser, String path) {
        try {
            return browser.get(path).uri().getPath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Webhooks.Message message(String id) {
        return webhooks.newest(Filter.ALL, 0, 1000).stream()
                .filter(message -> message.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void awaitEffect(String id, String effect) {
        awaitState(id, MessageState.APPLIED);
        LockstepApp.await(
                "the effect of " + id,
                () -> message(id).effect().isPresent()
                        && message(id).state() == MessageState.APPLIED
                        && message(id).effect().get().equals(effect));
    }

    private void awaitState(String id, MessageState state) {
        LockstepApp.await(state + " of " + id, () -> message(id).state() == state);
    }

    private static String event(String type, JsonNode data) {
        ObjectNode event = JSON.createObjectNode()
                .put("object", "event")
                .put("type", type)
                .put("timestamp", Instant.now().toEpochMilli())
                .put("instance_id", "ins_test");
        event.set("data", data);
        return event.toString();
    }

    /** A new message. */
    private String send(String type, JsonNode data) {
        String id = "msg_" + UUID.randomUUID();
        assertThat(post(id, data, type).statusCode()).isEqualTo(200);
        return id;
    }

    private HttpResponse<String> post(String id, JsonNode data, String type) {
        String event = event(type, data);
        String now = String.valueOf(Instant.now().getEpochSecond());
        return post(id, now, sign(id, now, event), event);
    }

    private HttpResponse<String> post(String id, String timestamp, String signature, String body) {
        return post(app.web().resolve("/webhooks/clerk"), id, timestamp, signature, body);
    }

    private HttpResponse<String> post(URI address, String id, String timestamp, String signature, String body) {
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("svix-id", id)
                .header("svix-timestamp", timestamp)
                .header("svix-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String sign(String id, String timestamp, String body) {
        try {
            String secret = app.env("CLERK_WEBHOOK_SIGNING_SECRET").substring("whsec_".length());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
            byte[] signed = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signed);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

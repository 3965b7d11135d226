package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.clerk.Backend.Reply;
import dev.lockstep.emulator.clerk.people.ClerkEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Tag("wire")
class BackendApiTest {

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @TempDir
    static Path home;

    private static ClerkEmulator clerk;
    private static final List<ClerkEvent> EVENTS = new CopyOnWriteArrayList<>();

    private final Backend backend = new Backend(clerk);

    @BeforeAll
    static void start() {
        clerk = ClerkEmulator.start(Clerks.settings(home));
        clerk.listen(EVENTS::add);
    }

    @AfterAll
    static void stop() {
        clerk.close();
    }

    @BeforeEach
    void forgetEvents() {
        EVENTS.clear();
    }

    private JsonNode create(String body) throws Exception {
        Reply reply = backend.call("POST", "/users", body);
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        return reply.json();
    }

    private String id(String body) throws Exception {
        return create(body).get("id").stringValue();
    }

    @Test
    void asksForTheSecretKey() throws Exception {
        for (String path : List.of("/users", "/sessions?user_id=x", "/jwks", "/no/such/path")) {
            assertThat(new Backend(clerk).without("Authorization").get(path).code())
                    .isEqualTo("authentication_invalid");
            assertThat(new Backend(clerk)
                            .with("Authorization", "Bearer sk_test_wrong")
                            .get(path)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void answersUnknownPathsInClerksShape() throws Exception {
        Reply reply = backend.get("/no/such/path");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("resource_not_found");
        assertThat(reply.json().get("clerk_trace_id").stringValue()).hasSize(32);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"first_name\":          | 400 | request_body_invalid           | ''",
                "[]                        | 400 | request_body_invalid           | ''",
                "{\"nickname\":\"x\"}      | 422 | form_param_unknown             | nickname",
                "{\"password\":\"secret\"} | 422 | form_password_length_too_short | password",
                "{\"totp_secret\":\"x\"}   | 422 | form_param_unknown             | totp_secret",
                "{\"first_name\":5}        | 422 | form_param_format_invalid      | first_name",
                "{\"username\":\"abc\"}    | 422 | form_username_invalid_length   | username",
                "{\"username\":\"ab.cd\"}  | 422 | form_username_invalid_character| username",
                "{\"username\":\"12345\"}  | 422 | form_username_needs_non_number_char | username",
                "{\"username\":\"ADA_Lovelace\"} | 422 | form_identifier_exists   | username",
                "{\"public_metadata\":{}}  | 422 | form_param_unknown             | public_metadata",
                "{\"primary_email_address_id\":\"idn_x\"} | 422 | form_param_value_invalid | primary_email_address_id"
            })
    void refusesWhatIsWrongAndSaysWhich(String body, int status, String code, String parameter) throws Exception {
        String id = id("{}");

        Reply reply = backend.call("PATCH", "/users/" + id, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.parameter()).isEqualTo(parameter);
        assertThat(backend.get("/users/" + id).json().get("updated_at"))
                .isEqualTo(backend.get("/users/" + id).json().get("created_at"));
    }

    @Test
    void changesWhatIsNamedAndNothingElse() throws Exception {
        String id = id("{\"first_name\":\"Barbara\",\"last_name\":\"Liskov\",\"username\":\"barbara\"}");

        JsonNode after = backend.call(
                        "PATCH", "/users/" + id, "{\"last_name\":null,\"notify_primary_email_address_changed\":false}")
                .json();

        assertThat(after.get("first_name").stringValue()).isEqualTo("Barbara");
        assertThat(after.get("last_name").isNull()).isTrue();
        assertThat(after.get("username").stringValue()).isEqualTo("barbara");
        assertThat(after.has("notify_primary_email_address_changed")).isFalse();
        assertThat(after.get("updated_at").longValue())
                .isGreaterThan(after.get("created_at").longValue());
        assertThat(EVENTS).hasExactlyElementsOfTypes(ClerkEvent.UserCreated.class, ClerkEvent.UserUpdated.class);
    }

    @Test
    void takesMetadataInAPatchFromOlderCallers() throws Exception {
        String id = id("{}");

        Reply reply = backend.with("Clerk-API-Version", "2025-11-10")
                .call("PATCH", "/users/" + id, "{\"public_metadata\":{\"a\":1}}");

        assertThat(reply.json().get("public_metadata").toString()).isEqualTo("{\"a\":1}");
    }

    @Test
    void mergesMetadataDeeplyAndReplacesItWhole() throws Exception {
        String id = id("{\"public_metadata\":{\"a\":{\"b\":1,\"c\":2},\"d\":3},\"private_metadata\":{\"s\":1}}");

        JsonNode merged = backend.call(
                        "PATCH",
                        "/users/" + id + "/metadata",
                        "{\"public_metadata\":{\"a\":{\"b\":null,\"e\":[null]},\"d\":null,\"new\":{\"x\":null}}}")
                .json();
        JsonNode replaced = backend.call("PUT", "/users/" + id + "/metadata", "{\"public_metadata\":{\"z\":null}}")
                .json();

        assertThat(merged.get("public_metadata").toString()).isEqualTo("{\"a\":{\"c\":2,\"e\":[null]},\"new\":{}}");
        assertThat(replaced.get("public_metadata").toString()).isEqualTo("{\"z\":null}");
        assertThat(replaced.get("private_metadata").toString()).isEqualTo("{\"s\":1}");
        assertThat(backend.call("PATCH", "/users/" + id + "/metadata", "{\"metadata\":{}}")
                        .code())
                .isEqualTo("form_param_unknown");
        assertThat(backend.call(
                                "PATCH",
                                "/users/" + id + "/metadata",
                                "{\"public_metadata\":{\"big\":\"" + "x".repeat(9_000) + "\"}}")
                        .code())
                .isEqualTo("form_param_exceeds_allowed_size");
    }

    @Test
    void findsPeopleByTheirMarks() throws Exception {
        create("{\"email_address\":[\"Alan@Example.com\"],\"first_name\":\"Alan\",\"last_name\":\"Turing\","
                + "\"username\":\"alan_t\",\"external_id\":\"ext-1\"}");

        for (String filter : List.of(
                "email_address=alan@example.com",
                "email_address%5B%5D=alan@example.com&email_address%5B%5D=nobody@example.com",
                "username=ALAN_T",
                "external_id=ext-1",
                "query=turing",
                "name_query=an%20tur",
                "username_query=lan_",
                "email_address_query=alan@")) {
            JsonNode found = backend.get("/users?" + filter).json();
            assertThat(found.isArray()).as(filter).isTrue();
            assertThat(StreamSupport.stream(found.spliterator(), false)
                            .map(user -> user.get("first_name").stringValue()))
                    .as(filter)
                    .containsExactly("Alan");
            assertThat(backend.get("/users/count?" + filter)
                            .json()
                            .get("total_count")
                            .intValue())
                    .as(filter)
                    .isEqualTo(1);
        }
        assertThat(backend.get("/users?query='%20OR%201=1%20--").json().size()).isZero();
        assertThat(backend.get("/users?phone_number=123").json().size()).isZero();
        assertThat(backend.get("/users?order_by=password").code()).isEqualTo("form_param_value_invalid");
        assertThat(backend.get("/users?limit=501").parameter()).isEqualTo("limit");
    }

    @Test
    void pagesThroughEverybodyOnce() throws Exception {
        for (int i = 0; i < 7; i++) {
            create("{\"external_id\":\"page-" + i + "\"}");
        }
        int total = backend.get("/users/count").json().get("total_count").intValue();
        var byOffset = new java.util.ArrayList<String>();
        for (int offset = 0; offset < total; offset += 3) {
            backend.get("/users?limit=3&order_by=%2Bcreated_at&offset=" + offset)
                    .json()
                    .forEach(user -> byOffset.add(user.get("id").stringValue()));
        }
        var byCursor = new java.util.ArrayList<String>();
        JsonNode page = backend.get("/users?limit=3&order_by=created_at").json();
        while (!page.isEmpty()) {
            page.forEach(user -> byCursor.add(user.get("id").stringValue()));
            page = backend.get("/users?limit=3&order_by=created_at&starting_after=" + byCursor.getLast())
                    .json();
        }

        assertThat(byOffset).hasSize(total).doesNotHaveDuplicates();
        assertThat(byCursor).isEqualTo(byOffset);
    }

    @Test
    void keepsAPictureAndShowsItToEverybody() throws Exception {
        String id = id("{\"first_name\":\"Ivan\"}");
        String drawn = backend.get("/users/" + id).json().get("image_url").stringValue();

        JsonNode with =
                backend.upload("/users/" + id + "/profile_image", "file", PNG).json();
        String uploaded = with.get("image_url").stringValue();
        JsonNode without =
                backend.call("DELETE", "/users/" + id + "/profile_image").json();

        assertThat(with.get("has_image").booleanValue()).isTrue();
        HttpResponse<byte[]> picture = fetch(uploaded);
        assertThat(picture.body()).isEqualTo(PNG);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(picture.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(without.get("has_image").booleanValue()).isFalse();
        assertThat(without.get("image_url").stringValue()).isEqualTo(drawn);
        assertThat(new String(fetch(drawn).body())).contains("<svg", ">I<");
        assertThat(fetch(drawn).headers().firstValue("Content-Type")).contains("image/svg+xml");
    }

    private static HttpResponse<byte[]> fetch(String address) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void refusesWhatIsNoPicture() throws Exception {
        String path = "/users/" + id("{}") + "/profile_image";

        assertThat(backend.upload(path, "file", "not a picture".getBytes()).code())
                .isEqualTo("request_body_invalid");
        assertThat(backend.upload(path, "file", "<svg onload='x'/>".getBytes()).status())
                .isEqualTo(400);
        assertThat(backend.upload(path, "picture", PNG).code()).isEqualTo("form_param_missing");
        assertThat(backend.call("POST", path, "{}").code()).isEqualTo("unsupported_content_type");
        for (int megabytes : new int[] {10, 50}) {
            byte[] large = java.util.Arrays.copyOf(PNG, megabytes * 1024 * 1024 + 1);
            Reply reply = backend.upload(path, "file", large);
            assertThat(reply.status()).as("%s MB", megabytes).isEqualTo(413);
            assertThat(reply.code()).isEqualTo("image_too_large");
        }
        assertThat(backend.upload("/users/user_nobody/profile_image", "file", PNG)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void endsSessionsOfWhoeverIsBanned() throws Exception {
        String id = id("{}");
        String session = backend.call("POST", "/sessions", "{\"user_id\":\"" + id + "\"}")
                .json()
                .get("id")
                .stringValue();
        EVENTS.clear();

        JsonNode banned = backend.call("POST", "/users/" + id + "/ban").json();

        assertThat(banned.get("banned").booleanValue()).isTrue();
        assertThat(backend.get("/sessions/" + session).json().get("status").stringValue())
                .isEqualTo("revoked");
        assertThat(backend.get("/sessions?status=active&user_id=" + id).json().size())
                .isZero();
        assertThat(backend.call("POST", "/sessions/" + session + "/tokens").status())
                .isEqualTo(404);
        assertThat(EVENTS).hasExactlyElementsOfTypes(ClerkEvent.UserUpdated.class, ClerkEvent.SessionClosed.class);
        assertThat(backend.call("POST", "/users/" + id + "/unban")
                        .json()
                        .get("banned")
                        .booleanValue())
                .isFalse();
        assertThat(backend.call("POST", "/users/" + id + "/lock")
                        .json()
                        .get("locked")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void forgetsWhoeverIsDeleted() throws Exception {
        String id = id("{\"external_id\":\"gone\",\"username\":\"gone_soon\"}");
        String session = backend.call("POST", "/sessions", "{\"user_id\":\"" + id + "\"}")
                .json()
                .get("id")
                .stringValue();

        JsonNode deleted = backend.call("DELETE", "/users/" + id).json();

        assertThat(deleted.toString())
                .isEqualTo("{\"object\":\"user\",\"id\":\"" + id + "\",\"deleted\":true,\"external_id\":\"gone\"}");
        assertThat(backend.get("/users/" + id).status()).isEqualTo(404);
        assertThat(backend.call("DELETE", "/users/" + id).status()).isEqualTo(404);
        assertThat(backend.get("/sessions/" + session).status()).isEqualTo(404);
        assertThat(create("{\"username\":\"gone_soon\"}").get("id").stringValue())
                .isNotEqualTo(id);
    }

    @Test
    void mintsTokensFromTheConvexTemplate() throws Exception {
        String ada = backend.get("/users?username=ada_lovelace")
                .json()
                .get(0)
                .get("id")
                .stringValue();
        String session = backend.call("POST", "/sessions", "{\"user_id\":\"" + ada + "\"}")
                .json()
                .get("id")
                .stringValue();

        String plain = backend.call("POST", "/sessions/" + session + "/tokens")
                .json()
                .get("jwt")
                .stringValue();
        String convex = backend.call("POST", "/sessions/" + session + "/tokens/convex", "{\"expires_in_seconds\":90}")
                .json()
                .get("jwt")
                .stringValue();

        JsonNode claims = Application.claims(convex);
        assertThat(claims.get("aud").stringValue()).isEqualTo("convex");
        assertThat(claims.get("iss").stringValue()).isEqualTo(clerk.issuer().toString());
        assertThat(claims.get("name").stringValue()).isEqualTo("Ada Lovelace");
        assertThat(claims.get("email_verified").isBoolean()).isTrue();
        assertThat(claims.get("phone_number").isNull()).isTrue();
        assertThat(claims.get("exp").longValue() - claims.get("iat").longValue())
                .isEqualTo(90);
        assertThat(claims.has("sid")).isFalse();
        assertThat(Application.claims(plain).get("sid").stringValue()).isEqualTo(session);
        assertThat(Application.claims(plain).get("sts").stringValue()).isEqualTo("active");
        assertThat(Application.header(convex).get("typ").stringValue()).isEqualTo("JWT");
        assertThat(backend.call("POST", "/sessions/" + session + "/tokens/none").code())
                .isEqualTo("resource_not_found");
        assertThat(backend.call("POST", "/sessions/" + session + "/tokens", "{\"expires_in_seconds\":5}")
                        .parameter())
                .isEqualTo("expires_in_seconds");
    }

    @Test
    void fillsTemplatesOfOnesOwn() throws Exception {
        String ada = backend.get("/users?username=ada_lovelace")
                .json()
                .get(0)
                .get("id")
                .stringValue();
        String session = backend.call("POST", "/sessions", "{\"user_id\":\"" + ada + "\"}")
                .json()
                .get("id")
                .stringValue();
        Reply made = backend.call("POST", "/jwt_templates", """
                {"name":"mine","claims":{"role":"{{user.public_metadata.role || 'user'}}","hi":"Hello {{user.first_name}}",
                "phone":"{{user.phone || 'none'}}","list":["{{user.id}}"],"n":5},"lifetime":600,"allowed_clock_skew":0}""");

        String jwt = backend.call("POST", "/sessions/" + session + "/tokens/mine")
                .json()
                .get("jwt")
                .stringValue();

        assertThat(made.status()).isEqualTo(200);
        JsonNode claims = Application.claims(jwt);
        assertThat(claims.get("role").stringValue()).isEqualTo("admin");
        assertThat(claims.get("hi").stringValue()).isEqualTo("Hello Ada");
        assertThat(claims.get("phone").stringValue()).isEqualTo("none");
        assertThat(claims.get("list").get(0).stringValue()).isEqualTo(ada);
        assertThat(claims.get("exp").longValue() - claims.get("nbf").longValue())
                .isEqualTo(600);
        assertThat(backend.call("POST", "/jwt_templates", "{\"name\":\"mine\",\"claims\":{}}")
                        .parameter())
                .isEqualTo("name");
    }

    @Test
    void givesAUsernameToOneOfManyThatAskAtOnce() throws Exception {
        var ids = new java.util.ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            ids.add(id("{}"));
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = ids.stream()
                    .map(id -> pool.submit(
                            () -> new Backend(clerk).call("PATCH", "/users/" + id, "{\"username\":\"the_one\"}")))
                    .toList();

            assertThat(replies.stream().map(BackendApiTest::done).map(Reply::status))
                    .containsOnlyOnce(200)
                    .contains(422);
        }
    }

    @Test
    void losesNoneOfManyChangesOfOnePerson() throws Exception {
        String id = id("{}");
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 30)
                    .mapToObj(i -> pool.submit(() -> new Backend(clerk)
                            .call("PATCH", "/users/" + id + "/metadata", "{\"public_metadata\":{\"k" + i + "\":1}}")))
                    .forEach(BackendApiTest::done);
        }

        assertThat(backend.get("/users/" + id).json().get("public_metadata").size())
                .isEqualTo(30);
    }

    private static Reply done(Future<Reply> reply) {
        try {
            return reply.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

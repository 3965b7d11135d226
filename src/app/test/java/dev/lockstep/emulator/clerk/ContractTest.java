package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkProperties;
import dev.lockstep.clerk.ClerkUser;
import dev.lockstep.clerk.ClerkUserChange;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Holds what the emulator answers and what the SDK sends against Clerk's published description of its Backend API.
 * Skipped with a message where that file is absent.
 */
@Tag("wire")
class ContractTest {

    private static final Path DESCRIPTION = Path.of("../shared/specs/clerk/bapi-2026-05-12.yml");
    private static final String HOME = "https://clerk.example/bapi.json";

    @TempDir
    static Path home;

    private static ClerkEmulator clerk;
    private static JsonNode description;
    private static SchemaRegistry schemas;
    private static final Map<String, Schema> LOADED = new LinkedHashMap<>();

    private final Backend backend = new Backend(clerk);

    @BeforeAll
    static void start() throws IOException {
        if (!Files.exists(DESCRIPTION)) {
            System.out.println("SKIPPED: Clerk's description of its API is not at " + DESCRIPTION);
        }
        Assumptions.assumeTrue(Files.exists(DESCRIPTION), "no description of Clerk's API");
        description = YAMLMapper.builder().build().readTree(Files.readString(DESCRIPTION));
        String text = description.toString();
        schemas = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(HOME, text)));
        clerk = ClerkEmulator.start(Clerks.settings(home));
    }

    @AfterAll
    static void stop() {
        if (clerk != null) {
            clerk.close();
        }
    }

    private static List<Error> faults(String pointer, JsonNode value) {
        assertThat(description.at(pointer).isMissingNode()).as(pointer).isFalse();
        return LOADED.computeIfAbsent(pointer, at -> schemas.getSchema(SchemaLocation.of(HOME + "#" + at)))
                .validate(value);
    }

    private static void fits(String schema, JsonNode value) {
        assertThat(faults("/components/schemas/" + schema, value))
                .as("%s: %s", schema, value)
                .isEmpty();
    }

    private static String requestBody(String method, String path) {
        return "/paths/" + path.replace("/", "~1") + "/" + method + "/requestBody/content/application~1json/schema";
    }

    @Test
    void findsFaultsInWhatIsWrong() throws Exception {
        ObjectNode user =
                (ObjectNode) backend.get("/users?username=ada_lovelace").json().get(0);

        user.put("banned", "no");

        assertThat(faults("/components/schemas/User", user)).isNotEmpty();
        user.put("banned", false).put("unheard_of", 1);
        assertThat(faults("/components/schemas/User", user)).isNotEmpty();
    }

    @Test
    void answersUsersAsDescribed() throws Exception {
        for (JsonNode user : backend.get("/users").json()) {
            fits("User", user);
        }
        String id = backend.call("POST", "/users", "{}").json().get("id").stringValue();
        fits("User", backend.get("/users/" + id).json());
        fits(
                "User",
                backend.call("PATCH", "/users/" + id, "{\"username\":\"fits_well\",\"last_name\":\"X\"}")
                        .json());
        fits(
                "User",
                backend.call("PATCH", "/users/" + id + "/metadata", "{\"private_metadata\":{\"a\":[1]}}")
                        .json());
        for (String action : List.of("ban", "unban", "lock", "unlock")) {
            fits("User", backend.call("POST", "/users/" + id + "/" + action).json());
        }
        fits("User", backend.call("DELETE", "/users/" + id + "/profile_image").json());
        fits("TotalCount", backend.get("/users/count").json());
        fits("DeletedObject", backend.call("DELETE", "/users/" + id).json());
        fits("ClerkErrors", backend.get("/users/" + id).json());
        fits(
                "ClerkErrors",
                backend.call("POST", "/users", "{\"username\":\"x\"}").json());
    }

    @Test
    void answersSessionsAndKeysAsDescribed() throws Exception {
        String ada = backend.get("/users?username=ada_lovelace")
                .json()
                .get(0)
                .get("id")
                .stringValue();
        JsonNode session = backend.call("POST", "/sessions", "{\"user_id\":\"" + ada + "\"}")
                .json();

        fits("Session", session);
        backend.get("/sessions?user_id=" + ada).json().forEach(listed -> fits("Session", listed));
        fits(
                "Session",
                backend.call("POST", "/sessions/" + session.get("id").stringValue() + "/revoke")
                        .json());
        fits("JWKS", backend.get("/jwks").json());
        backend.get("/jwt_templates").json().forEach(template -> fits("JWTTemplate", template));
    }

    /** Everything the client can send, written down by a server that stands before the emulator. */
    @Test
    void sendsRequestsAsDescribed() throws Exception {
        String ada = backend.get("/users?username=ada_lovelace")
                .json()
                .get(0)
                .get("id")
                .stringValue();
        String user = backend.get("/users/" + ada).json().toString();
        try (var server = new MockWebServer()) {
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return new MockResponse(200, Headers.of("Content-Type", "application/json"), user);
                }
            });
            server.start(InetAddress.getLoopbackAddress(), 0);
            var client = client(server.url("/v1").uri());

            client.updateUser(
                    ada,
                    ClerkUserChange.nothing()
                            .firstName("Ada")
                            .clear(ClerkUserChange.Field.LAST_NAME)
                            .username("ada_byron")
                            .externalId("x"));
            client.updatePublicMetadata(ada, Map.of("a", Map.of("b", List.of(1, 2))));

            JsonNode patch =
                    Backend.JSON.readTree(server.takeRequest().getBody().utf8());
            JsonNode metadata =
                    Backend.JSON.readTree(server.takeRequest().getBody().utf8());
            assertThat(faults(requestBody("patch", "/users/{user_id}"), patch))
                    .as(patch.toString())
                    .isEmpty();
            assertThat(faults(requestBody("patch", "/users/{user_id}/metadata"), metadata))
                    .isEmpty();
        }
    }

    private static ClerkClient client(URI api) {
        return new ClerkClient(ClerkProperties.of(api, Secret.of(Clerks.SECRET_KEY), clerk.issuer()));
    }

    @Test
    void letsTheOfficialSdkDoEverythingWeAskOfIt() throws Exception {
        var client = client(clerk.apiUrl());
        String id = backend.call("POST", "/users", "{\"email_address\":[\"sdk@example.com\"],\"first_name\":\"S\"}")
                .json()
                .get("id")
                .stringValue();
        String session = backend.call("POST", "/sessions", "{\"user_id\":\"" + id + "\"}")
                .json()
                .get("id")
                .stringValue();
        byte[] gif = "GIF89a-not-decoded".getBytes();

        ClerkUser changed = client.updateUser(
                id, ClerkUserChange.nothing().username("sdk_user").clear(ClerkUserChange.Field.FIRST_NAME));
        ClerkUser pictured = client.setProfileImage(id, gif, "me.gif");
        ClerkUser merged = client.updatePublicMetadata(id, new LinkedHashMap<>(Map.of("role", "admin")));

        assertThat(changed.username()).contains("sdk_user");
        assertThat(changed.firstName()).isEmpty();
        assertThat(changed.verifiedEmail()).contains("sdk@example.com");
        assertThat(pictured.hasImage()).isTrue();
        assertThat(pictured.imageUrl()).isNotEqualTo(changed.imageUrl());
        assertThat(pictured.updatedAt()).isAfter(changed.updatedAt());
        assertThat(merged.publicMetadata()).isEqualTo(Map.of("role", "admin"));
        assertThat(client.findUser(id)).contains(merged);
        assertThat(client.deleteProfileImage(id).hasImage()).isFalse();
        assertThat(client.countUsers()).isEqualTo(client.users(500, 0).size());
        assertThat(client.activeSessions(id)).extracting("id").containsExactly(session);
        assertThat(Application.claims(client.mintToken(session, "convex").reveal())
                        .get("sub")
                        .stringValue())
                .isEqualTo(id);
        client.revokeSession(session);
        client.revokeSession(session);
        assertThat(client.activeSessions(id)).isEmpty();
        assertThat(client.ban(id).banned()).isTrue();
        assertThat(client.unban(id).banned()).isFalse();
        client.deleteUser(id);
        client.deleteUser(id);
        assertThat(client.findUser(id)).isEmpty();
    }
}

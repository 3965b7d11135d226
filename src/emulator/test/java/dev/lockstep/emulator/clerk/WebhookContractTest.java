package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Holds what webhooks say against Clerk's published description and its examples. Skipped with a message where those
 * files are absent.
 */
@Tag("wire")
class WebhookContractTest {

    private static final Path SPECS = Path.of("../shared/specs/clerk");
    private static final Path DESCRIPTION = SPECS.resolve("webhooks-2025-04-15.yml");
    private static final String HOME = "https://clerk.example/webhooks.json";
    private static final List<String> TYPES = List.of(
            "user.created",
            "user.updated",
            "user.deleted",
            "session.created",
            "session.ended",
            "session.removed",
            "session.revoked",
            "organization.created",
            "organization.updated",
            "organization.deleted",
            "organizationMembership.created",
            "organizationMembership.updated",
            "organizationMembership.deleted",
            "organizationInvitation.created",
            "organizationInvitation.accepted",
            "organizationInvitation.revoked");

    @TempDir
    Path home;

    @Test
    void saysWhatClerkSays() throws Exception {
        if (!Files.exists(DESCRIPTION)) {
            System.out.println("SKIPPED: Clerk's description of its webhooks is not at " + DESCRIPTION);
        }
        Assumptions.assumeTrue(Files.exists(DESCRIPTION), "no description of Clerk's webhooks");
        JsonNode description = YAMLMapper.builder().build().readTree(Files.readString(DESCRIPTION));
        String text = description.toString();
        var schemas = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(HOME, text)));

        Map<String, JsonNode> events = everyType();

        for (String type : TYPES) {
            JsonNode event = events.get(type);
            JsonNode example = example(description, type);
            alike(type, example, event, "");
            fits(schemas, "WebhookEventPayload", event);
            ObjectNode data = (ObjectNode) event.get("data");
            if (type.startsWith("session.")) {
                // In the description a session admits nothing unknown, so what webhooks add is held apart.
                fits(schemas, "User", data.remove("user"));
                fits(schemas, "Session", data);
            } else {
                // The example has it, and so has one half of the description, whose other half admits nothing unknown.
                data.remove("user_id");
                fits(schemas, schema(type), data);
            }
        }
    }

    private static JsonNode example(JsonNode description, String type) throws IOException {
        Path own = SPECS.resolve("wh." + type + ".json");
        return Files.exists(own)
                ? Backend.JSON.readTree(Files.readString(own))
                : description.path("x-webhooks").path(type).at("/post/requestBody/content/application~1json/example");
    }

    private static String schema(String type) {
        if (type.equals("user.deleted") || type.equals("organization.deleted")) {
            return "DeletedObject";
        }
        return switch (type.substring(0, type.indexOf('.'))) {
            case "user" -> "User";
            case "organization" -> "Organization";
            case "organizationMembership" -> "OrganizationMembership";
            default -> "OrganizationInvitation";
        };
    }

    /** An organization with a member and two invitations, from its beginning to its end. */
    private static void organize(ClerkEmulator clerk) throws Exception {
        var backend = new Backend(clerk);
        String ada = id(backend.get("/users?username=ada_lovelace").json().get(0));
        String grace = id(backend.get("/users?username=grace_hopper").json().get(0));
        String path = "/organizations/"
                + id(backend.call("POST", "/organizations", "{\"name\":\"Acme\",\"created_by\":\"" + ada + "\"}")
                        .json());
        backend.call("PATCH", path, "{\"name\":\"Acme Corp\"}");
        String member = path + "/memberships/" + grace;
        backend.call("POST", path + "/memberships", "{\"user_id\":\"" + grace + "\",\"role\":\"org:member\"}");
        backend.call("PATCH", member, "{\"role\":\"org:admin\"}");
        backend.call("DELETE", member);
        String invitation = "{\"role\":\"org:member\",\"inviter_user_id\":\"" + ada + "\",\"email_address\":\"";
        JsonNode first = backend.call("POST", path + "/invitations", invitation + "a@c.example\"}")
                .json();
        new Visitor(clerk.issuer()).get(first.get("url").stringValue());
        JsonNode second = backend.call("POST", path + "/invitations", invitation + "b@c.example\"}")
                .json();
        backend.call("POST", path + "/invitations/" + id(second) + "/revoke");
        backend.call("DELETE", path);
    }

    private static String id(JsonNode node) {
        return node.get("id").stringValue();
    }

    /** One event of each type, by what people and servers do. */
    private Map<String, JsonNode> everyType() throws Exception {
        Map<String, JsonNode> events = new LinkedHashMap<>();
        try (var clerk = ClerkEmulator.start(Clerks.settings(home));
                var receiver = new WebhookReceiver()) {
            clerk.deliverWebhooksTo(receiver.address());
            var visitor = new Visitor(clerk.issuer());
            visitor.submit(visitor.get("/sign-in/google"), Map.of("account", "ada@example.com"));
            visitor.submit(visitor.get("/sign-in/github"), Map.of("account", "grace@example.com"));
            visitor.submit(visitor.get("/"), Map.of());
            var backend = new Backend(clerk);
            String id = backend.call("POST", "/users", "{\"external_id\":\"ex_1\",\"email_address\":[\"a@b.example\"]}")
                    .json()
                    .get("id")
                    .stringValue();
            backend.call("POST", "/sessions", "{\"user_id\":\"" + id + "\"}");
            backend.call("POST", "/users/" + id + "/ban");
            backend.call("DELETE", "/users/" + id);
            organize(clerk);
            while (!events.keySet().containsAll(TYPES)) {
                JsonNode event = receiver.next().json();
                events.put(event.get("type").stringValue(), event);
            }
        }
        return events;
    }

    /** The example's fields are all there, and what both have is of one kind. */
    private static void alike(String type, JsonNode example, JsonNode ours, String at) {
        assertThat(new TreeSet<>(ours.propertyNames())).as(type + at).containsAll(example.propertyNames());
        if (at.isEmpty()) {
            assertThat(ours.propertyNames()).as(type).hasSameSizeAs(example.propertyNames());
        }
        example.propertyStream().forEach(field -> {
            JsonNode value = ours.get(field.getKey());
            String where = at + "." + field.getKey();
            if (!value.isNull() && !field.getValue().isNull()) {
                assertThat(value.getNodeType())
                        .as(type + where)
                        .isEqualTo(field.getValue().getNodeType());
                // A moment in seconds has ten digits, one in milliseconds thirteen.
                if (field.getKey().endsWith("_at") || field.getKey().equals("timestamp")) {
                    assertThat(value.asString())
                            .as(type + where)
                            .hasSameSizeAs(field.getValue().asString());
                }
            }
            if (value.isObject() && field.getValue().isObject() && !where.endsWith("_metadata")) {
                alike(type, field.getValue(), value, where);
            }
        });
    }

    private static void fits(SchemaRegistry schemas, String schema, JsonNode value) throws IOException {
        assertThat(schemas.getSchema(SchemaLocation.of(HOME + "#/components/schemas/" + schema))
                        .validate(value))
                .as("%s: %s", schema, value)
                .isEmpty();
    }
}

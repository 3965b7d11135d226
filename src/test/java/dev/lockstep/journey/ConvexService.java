package dev.lockstep.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Convex's HTTP API with the admin key, acting as a person: what Convex holds, whatever the pages say. */
final class ConvexService {

    private final Service service;
    private final String adminKey;
    private final String issuer;

    ConvexService(String url, String adminKey, String issuer) {
        this.service = new Service(url, "Convex " + adminKey);
        this.adminKey = adminKey;
        this.issuer = issuer;
    }

    /** The person's own row, as {@code users:current} gives it to them. */
    JsonNode user(String clerkId) {
        String identity = new JsonMapper()
                .writeValueAsString(
                        Map.of("issuer", issuer, "subject", clerkId, "tokenIdentifier", issuer + "|" + clerkId));
        String acting = Base64.getEncoder().encodeToString(identity.getBytes(StandardCharsets.UTF_8));
        JsonNode answer = service.post(
                "/api/query",
                "Convex " + adminKey + ":" + acting,
                Map.of("path", "users:current", "args", Map.of(), "format", "json"));
        assertThat(answer.path("status").asString()).as("%s", answer).isEqualTo("success");
        return answer.get("value");
    }
}

package dev.lockstep.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.journey.Service.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Convex's HTTP API with the admin key, acting as a person: what Convex holds, whatever the pages say. */
final class ConvexService {

    /** Documents of one call. */
    private static final int BATCH = 2_000;

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

    /** From now on no change arrives by HTTP, until the result is closed; what is watched goes on. */
    Trouble refusesChanges() {
        return service.trouble(Map.of("match", "POST /api/mutation", "times", 100_000, "status", 503));
    }

    /** Gives a person pictures that failed, {@code "Picture 0"} the oldest, as an administrator's tool would. */
    void addPictures(String clerkId, int count) {
        for (int from = 0; from < count; from += BATCH) {
            List<Map<String, Object>> documents = IntStream.range(from, Math.min(count, from + BATCH))
                    .mapToObj(number -> picture(clerkId, number))
                    .toList();
            JsonNode answer = service.post(
                    "/api/function",
                    Map.of(
                            "path",
                            "_system/frontend/addDocument",
                            "args",
                            Map.of("table", "generations", "documents", documents),
                            "format",
                            "json"));
            assertThat(answer.path("value").path("success").asBoolean())
                    .as("%s", answer)
                    .isTrue();
        }
    }

    private static Map<String, Object> picture(String clerkId, int number) {
        var fields = new HashMap<String, Object>(Map.of(
                "ownerId",
                clerkId,
                "clientId",
                "bulk-" + number,
                "prompt",
                "Picture " + number,
                "style",
                "paper",
                "aspectRatio",
                "1:1",
                "model",
                "sketch",
                "status",
                "failed",
                "progress",
                0,
                "attempt",
                1));
        fields.put("failure", Map.of("code", "Test", "message", "No reason.", "retryable", true));
        fields.put("createdAt", 1_700_000_000_000L + number);
        fields.put("updatedAt", 1_700_000_000_000L + number);
        return fields;
    }
}

package dev.lockstep.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.journey.Service.Trouble;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Clerk's Backend API with the secret key: what Clerk holds, whatever the pages say. */
final class ClerkService {

    private final Service service;

    ClerkService(String url, String secretKey) {
        service = new Service(url, "Bearer " + secretKey);
    }

    JsonNode user(String email) {
        JsonNode found = service.get("/v1/users?email_address=" + URLEncoder.encode(email, StandardCharsets.UTF_8));
        assertThat(found.size()).as("people at Clerk with %s", email).isEqualTo(1);
        return service.get("/v1/users/" + found.get(0).get("id").asString());
    }

    /** A token for Convex of somebody who is signed in, as their phone would get one. */
    String convexToken(String email) {
        JsonNode sessions =
                service.get("/v1/sessions?user_id=" + user(email).get("id").asString());
        JsonNode list = sessions.isArray() ? sessions : sessions.path("data");
        return service.post("/v1/sessions/" + list.get(0).get("id").asString() + "/tokens/convex", Map.of())
                .get("jwt")
                .asString();
    }

    byte[] picture(JsonNode user) {
        return service.bytes(user.get("image_url").asString());
    }

    /** Clerk answers every change of a person with 503 and asks for patience, so that nothing heals by itself. */
    Trouble refusesChanges() {
        return service.trouble(Map.of(
                "match",
                "(PATCH|POST|DELETE) /v1/users/",
                "status",
                503,
                "headers",
                Map.of("Retry-After", "600"),
                "body",
                "{\"errors\":[{\"code\":\"service_unavailable\",\"message\":\"down\"}]}"));
    }
}

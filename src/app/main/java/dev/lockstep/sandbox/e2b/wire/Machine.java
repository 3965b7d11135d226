package dev.lockstep.sandbox.e2b.wire;

import dev.lockstep.core.Secret;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One machine of E2B.
 *
 * @param domain below which its ports have their addresses
 * @param envdVersion for example {@code 0.2.1}
 * @param token what its envd asks for; null when it asks for nothing
 */
public record Machine(
        String id,
        String domain,
        String envdVersion,
        @Nullable Secret token) {

    private static final String DOMAIN = "e2b.app";

    /** From then on envd knows its own user. */
    private static final int[] KNOWS_ITS_USER = {0, 4, 0};

    static Machine of(JsonNode answer) {
        return new Machine(
                answer.path("sandboxID").asString(""),
                text(answer, "domain").orElse(DOMAIN),
                answer.path("envdVersion").asString("0.0.0"),
                text(answer, "envdAccessToken").map(Secret::of).orElse(null));
    }

    private static Optional<String> text(JsonNode answer, String field) {
        return Optional.ofNullable(answer.path(field).asString(null)).filter(text -> !text.isBlank());
    }

    /** Whether each call has to name the user. */
    boolean asksForUser() {
        int[] version = Arrays.stream(envdVersion.replaceAll("[^0-9.].*", "").split("\\."))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        return Arrays.compare(version, KNOWS_ITS_USER) < 0;
    }
}

package dev.lockstep.convex.socket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** When a JWT has to be replaced: ten seconds before it runs out, and at the latest after twenty days. Pure. */
final class TokenLife {

    private static final Duration LEEWAY = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(20);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private TokenLife() {}

    /** How long after it was issued; empty when the token does not say both {@code iat} and {@code exp}. */
    static Optional<Duration> refreshAfter(String jwt) {
        String[] parts = jwt.split("\\.");
        if (parts.length < 2) {
            return Optional.empty();
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(parts[1]);
            JsonNode claims = JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8));
            if (!claims.path("iat").isNumber() || !claims.path("exp").isNumber()) {
                return Optional.empty();
            }
            var life = Duration.ofSeconds(
                    claims.path("exp").asLong() - claims.path("iat").asLong());
            Duration left = life.minus(LEEWAY);
            return Optional.of(left.compareTo(SHORTEST) < 0 ? SHORTEST : left.compareTo(LONGEST) > 0 ? LONGEST : left);
        } catch (IllegalArgumentException | JacksonException e) {
            // Not a JWT: it is the deployment that will say so.
            return Optional.empty();
        }
    }
}

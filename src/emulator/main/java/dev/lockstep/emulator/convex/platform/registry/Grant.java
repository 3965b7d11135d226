package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody allowed an application: one team, or one project of it. Lives until it is revoked.
 *
 * @param projectId empty for the whole team
 * @param tokenHash of the secret part of the access token, which itself is kept nowhere
 */
public record Grant(
        long id, long teamId, Optional<Long> projectId, String tokenHash, Instant created, Optional<Instant> lastUsed) {

    public static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every Java has SHA-256", e);
        }
    }

    public Grant usedAt(Instant now) {
        return new Grant(id, teamId, projectId, tokenHash, created, Optional.of(now));
    }

    static Grant of(JsonNode json) {
        return new Grant(
                json.path("id").asLong(0),
                json.path("teamId").asLong(0),
                json.has("projectId") ? Optional.of(json.path("projectId").asLong()) : Optional.empty(),
                json.path("tokenHash").asString(""),
                Instant.ofEpochMilli(json.path("created").asLong(0)),
                json.has("lastUsed")
                        ? Optional.of(Instant.ofEpochMilli(json.path("lastUsed").asLong()))
                        : Optional.empty());
    }

    ObjectNode kept() {
        ObjectNode json = WireJson.object()
                .put("id", id)
                .put("teamId", teamId)
                .put("tokenHash", tokenHash)
                .put("created", created.toEpochMilli());
        projectId.ifPresent(project -> json.put("projectId", project.longValue()));
        lastUsed.ifPresent(used -> json.put("lastUsed", used.toEpochMilli()));
        return json;
    }
}

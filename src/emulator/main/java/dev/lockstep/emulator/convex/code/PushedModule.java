package dev.lockstep.emulator.convex.code;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One bundled file of an app.
 *
 * @param path for example {@code messages.js} or {@code _deps/ABCD1234.js}
 * @param sourceMap JSON, or empty when none came
 * @param environment where it runs
 */
public record PushedModule(String path, String source, String sourceMap, Environment environment) {

    /** Where a module runs. */
    public enum Environment {
        ISOLATE,
        NODE;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static PushedModule of(JsonNode json) {
        return new PushedModule(
                WireJson.text(json, "path"),
                WireJson.text(json, "source"),
                json.path("sourceMap").asString(""),
                "node".equals(json.path("environment").asString("")) ? Environment.NODE : Environment.ISOLATE);
    }

    public ObjectNode json() {
        return WireJson.object()
                .put("path", path)
                .put("source", source)
                .put("sourceMap", sourceMap)
                .put("environment", environment.text());
    }

    /** Its entry in the answer that lets the CLI skip unchanged modules. */
    public ObjectNode hashJson() {
        return WireJson.object().put("path", path).put("hash", hash()).put("environment", environment.text());
    }

    /** The hash the CLI computes too: SHA-256 of source and source map, in hex. */
    public String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.getBytes(StandardCharsets.UTF_8));
            digest.update(sourceMap.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every JDK has SHA-256", e);
        }
    }

    /** Whether it can hold functions: not a shared chunk, the schema or configuration. */
    public boolean isEntry() {
        return !path.startsWith("_deps/")
                && !path.equals("schema.js")
                && !path.equals("auth.config.js")
                && !path.equals("convex.config.js");
    }
}

package dev.lockstep.convex.deployment.data;

import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that the deployment keeps.
 *
 * @param contentType what was said when it was stored
 * @param size bytes
 * @param sha256 of its content, in hex as {@code sha256sum} writes it
 */
public record StoredFile(String id, Optional<String> contentType, long size, String sha256, Instant created) {

    static StoredFile of(Obj row) {
        return new StoredFile(
                row.text("_id").orElse(""),
                row.text("contentType"),
                Fields.number(row, "size").orElse(0L),
                hex(row.text("sha256").orElse("")),
                Fields.millis(row, "_creationTime").orElse(Instant.EPOCH));
    }

    /** The row has it in base64. */
    private static String hex(String sha256) {
        try {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
        } catch (IllegalArgumentException e) {
            // What is written in another way is shown as it is.
            return sha256;
        }
    }
}

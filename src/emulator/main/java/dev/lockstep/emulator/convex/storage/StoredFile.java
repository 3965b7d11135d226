package dev.lockstep.emulator.convex.storage;

import dev.lockstep.emulator.convex.key.DocumentId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that is stored.
 *
 * @param id what functions know it by
 * @param uuid what its address ends with
 * @param sha256 of its content, base64
 * @param size bytes
 */
public record StoredFile(DocumentId id, UUID uuid, String sha256, long size, Optional<String> contentType) {

    /** The checksum as {@code storage.getMetadata} gives it. */
    String hex() {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
    }
}

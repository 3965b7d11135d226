package dev.lockstep.emulator.convex.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** What a request of a socket is called in errors and logs: the same for every repetition. */
public final class RequestNames {

    private static final int HEX_BYTES = 8;

    private RequestNames() {}

    /** @param request counts the session's requests */
    public static String of(UUID session, long request) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((session + "|" + request).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HEX_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every JDK has SHA-256", e);
        }
    }
}

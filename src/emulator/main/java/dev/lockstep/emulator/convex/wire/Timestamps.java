package dev.lockstep.emulator.convex.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** A commit timestamp (nanoseconds since 1970) as the protocol writes it: base64 of eight bytes, little-endian. */
public final class Timestamps {

    private Timestamps() {}

    public static String encode(long nanos) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(nanos)
                        .array());
    }

    /** @throws Refusal 400 when the text is not eight bytes of base64 */
    public static long decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == Long.BYTES) {
                return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("BadTimestamp", "`ts` must be base64");
        }
        throw Refusal.badRequest("BadTimestamp", "`ts` must hold eight bytes");
    }
}

package dev.lockstep.convex.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * A point in a deployment's history.
 *
 * @param nanos since 1970, 0 … 2^63−1
 */
public record Timestamp(long nanos) implements Comparable<Timestamp> {

    public static final Timestamp ZERO = new Timestamp(0);

    public Timestamp {
        if (nanos < 0) {
            throw new WireException("A timestamp must not be negative");
        }
    }

    /** Reads base64 of eight bytes, little-endian. */
    public static Timestamp parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new WireException("A timestamp must be base64");
        }
        if (bytes.length != Long.BYTES) {
            throw new WireException("A timestamp must hold eight bytes");
        }
        return new Timestamp(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    /** Base64 of eight bytes, little-endian. */
    public String base64() {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nanos)
                .array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public int compareTo(Timestamp other) {
        return Long.compare(nanos, other.nanos);
    }
}

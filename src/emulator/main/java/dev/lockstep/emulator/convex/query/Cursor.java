package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Where a page ended: the boundary key up to which everything was read, in the direction of the query. Opaque text for
 * clients; it names its query, so that another query refuses it.
 *
 * @param end whether the query had nothing left
 */
record Cursor(int fingerprint, boolean end, OrderedKey boundary) {

    String text() {
        byte[] key = boundary.bytes();
        byte[] bytes = ByteBuffer.allocate(5 + key.length)
                .putInt(fingerprint)
                .put((byte) (end ? 1 : 0))
                .put(key)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws FunctionError with the text {@code InvalidCursor}, which clients recognise and start over */
    static Cursor parse(String text, int fingerprint) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new FunctionError("InvalidCursor: Failed to parse cursor");
        }
        if (bytes.length < 5) {
            throw new FunctionError("InvalidCursor: Failed to parse cursor");
        }
        var buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt() != fingerprint) {
            throw new FunctionError(
                    "InvalidCursor: Tried to run a query starting from a cursor, but it looks like this "
                            + "cursor is from a different query.");
        }
        boolean end = buffer.get() == 1;
        byte[] key = new byte[buffer.remaining()];
        buffer.get(key);
        return new Cursor(fingerprint, end, OrderedKey.ofBytes(key));
    }
}

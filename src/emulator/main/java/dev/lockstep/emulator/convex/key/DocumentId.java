package dev.lockstep.emulator.convex.key;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A document's id: the number of its table, 16 random bytes and a checksum, written in Crockford's base 32, lower
 * case, 31 to 37 characters.
 *
 * @param table the table's number, 1 … 2^32−1; numbers below {@link #FIRST_USER_TABLE} are reserved
 * @param text what clients see; opaque to them
 */
public record DocumentId(long table, String text) implements Comparable<DocumentId> {

    /** Tables of the app are numbered from here. */
    public static final long FIRST_USER_TABLE = 10_001;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int RANDOM_BYTES = 16;

    public static DocumentId mint(long table, RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return of(table, bytes);
    }

    /** @param random 16 bytes */
    public static DocumentId of(long table, byte[] random) {
        byte[] out = new byte[5 + RANDOM_BYTES + 2];
        int length = 0;
        long rest = table;
        do {
            out[length++] = (byte) ((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
            rest >>>= 7;
        } while (rest != 0);
        System.arraycopy(random, 0, out, length, RANDOM_BYTES);
        length += RANDOM_BYTES;
        int checksum = checksum(out, length);
        out[length++] = (byte) checksum;
        out[length++] = (byte) (checksum >>> 8);
        return new DocumentId(table, base32(Arrays.copyOf(out, length)));
    }

    /** Empty unless the text is an id whose checksum holds. */
    public static Optional<DocumentId> parse(String text) {
        if (text.length() < 31 || text.length() > 37) {
            return Optional.empty();
        }
        byte[] bytes = bytes(text);
        if (bytes.length < RANDOM_BYTES + 3) {
            return Optional.empty();
        }
        int body = bytes.length - 2;
        int stored = (bytes[body] & 0xFF) | (bytes[body + 1] & 0xFF) << 8;
        if (stored != checksum(bytes, body)) {
            return Optional.empty();
        }
        long table = 0;
        for (int i = 0; i < body - RANDOM_BYTES; i++) {
            table |= (long) (bytes[i] & 0x7F) << (7 * i);
        }
        var id = of(table, Arrays.copyOfRange(bytes, body - RANDOM_BYTES, body));
        return id.text.equals(text) ? Optional.of(id) : Optional.empty();
    }

    @Override
    public int compareTo(DocumentId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Fletcher's checksum with plain overflow, as the service computes it. */
    private static int checksum(byte[] bytes, int length) {
        int low = 0;
        int high = 0;
        for (int i = 0; i < length; i++) {
            low = (low + bytes[i]) & 0xFF;
            high = (high + low) & 0xFF;
        }
        return high << 8 | low;
    }

    private static String base32(byte[] bytes) {
        var out = new StringBuilder(bytes.length * 8 / 5 + 1);
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8 | (b & 0xFF)) & 0xFFFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(ALPHABET.charAt(buffer >> bits & 0x1F));
            }
        }
        if (bits > 0) {
            out.append(ALPHABET.charAt(buffer << (5 - bits) & 0x1F));
        }
        return out.toString();
    }

    private static byte[] bytes(String text) {
        byte[] out = new byte[text.length() * 5 / 8];
        int length = 0;
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return new byte[0];
            }
            buffer = (buffer << 5 | digit) & 0xFFFF;
            bits += 5;
            if (bits >= 8 && length < out.length) {
                bits -= 8;
                out[length++] = (byte) (buffer >> bits);
            }
        }
        return out;
    }
}

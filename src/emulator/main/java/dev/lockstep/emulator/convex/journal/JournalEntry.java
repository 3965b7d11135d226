package dev.lockstep.emulator.convex.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Documents that came and went, in order, as the bytes that the journal keeps: a version, the timestamp (8 bytes), and for
 * each document what happened to it (1 byte), its id (a byte of length, ASCII) and, where there is one, its creation time
 * (8 bytes) and its JSON (4 bytes of length). Numbers are big-endian. Used by one thread at a time.
 *
 * <p>JSON may hold halves of surrogate pairs, which UTF-8 cannot carry: it is written in Latin-1 where that holds all of it,
 * as UTF-16's code units otherwise.
 */
public final class JournalEntry {

    private static final int VERSION = 1;
    private static final int REMOVED = 0;
    private static final int LATIN_1 = 1;
    private static final int UTF_16 = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** @param ts of the last commit that is in it */
    public JournalEntry(long ts) {
        try {
            out.writeByte(VERSION);
            out.writeLong(ts);
        } catch (IOException e) {
            throw unexpected(e);
        }
    }

    /**
     * A document that is there from now on, in place of the one with its id, if any.
     *
     * @param id ASCII, up to 127 characters
     * @param creationTime milliseconds since 1970 with a fraction
     */
    public JournalEntry put(String id, double creationTime, String json) {
        byte[] latin1 = json.getBytes(StandardCharsets.ISO_8859_1);
        // Nearly all are; quicker than looking at each character.
        boolean isLatin1 = new String(latin1, StandardCharsets.ISO_8859_1).equals(json);
        try {
            out.writeByte(isLatin1 ? LATIN_1 : UTF_16);
            write(id);
            out.writeDouble(creationTime);
            byte[] text = isLatin1 ? latin1 : units(json);
            out.writeInt(text.length);
            out.write(text);
        } catch (IOException e) {
            throw unexpected(e);
        }
        return this;
    }

    /** A document that is there no more. */
    public JournalEntry remove(String id) {
        try {
            out.writeByte(REMOVED);
            write(id);
        } catch (IOException e) {
            throw unexpected(e);
        }
        return this;
    }

    /** How many bytes it has so far. */
    public int size() {
        return bytes.size();
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** The timestamp of an entry. */
    public static long ts(byte[] entry) {
        return begin(entry).getLong();
    }

    /** Hears what an entry holds. */
    public interface Reader {

        void put(String id, double creationTime, String json);

        void removed(String id);
    }

    /** Tells what happened to each document of an entry, in order. */
    public static void read(byte[] entry, Reader reader) {
        ByteBuffer in = begin(entry).position(1 + Long.BYTES);
        while (in.hasRemaining()) {
            int kind = in.get();
            String id = latin1(in, in.get());
            if (kind == REMOVED) {
                reader.removed(id);
            } else {
                double creationTime = in.getDouble();
                int length = in.getInt();
                reader.put(id, creationTime, kind == LATIN_1 ? latin1(in, length) : utf16(in, length));
            }
        }
    }

    private static ByteBuffer begin(byte[] entry) {
        ByteBuffer in = ByteBuffer.wrap(entry);
        int version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("The emulator's data file has entries of version " + version
                    + ", which a newer version of the emulator writes");
        }
        return in;
    }

    private void write(String id) throws IOException {
        byte[] text = id.getBytes(StandardCharsets.ISO_8859_1);
        out.writeByte(text.length);
        out.write(text);
    }

    private static String latin1(ByteBuffer in, int length) {
        var text = new String(in.array(), in.position(), length, StandardCharsets.ISO_8859_1);
        in.position(in.position() + length);
        return text;
    }

    private static String utf16(ByteBuffer in, int length) {
        String text = in.slice(in.position(), length).asCharBuffer().toString();
        in.position(in.position() + length);
        return text;
    }

    /** The code units as they are: Java's UTF-16 puts others in the place of half a pair. */
    private static byte[] units(String text) {
        ByteBuffer units = ByteBuffer.allocate(text.length() * Character.BYTES);
        units.asCharBuffer().put(text);
        return units.array();
    }

    private static UncheckedIOException unexpected(IOException e) {
        return new UncheckedIOException("Bug: memory cannot be written to", e);
    }
}

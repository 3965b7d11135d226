package dev.lockstep.account.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What kind of picture some bytes are, told by the bytes and never by the file's name. Also answers what the decoders
 * of the JDK pass over in silence: whether the picture moves, and whether its end is missing.
 */
enum PictureFormat {
    PNG {
        @Override
        boolean animated(byte[] bytes) {
            return chunk(bytes, "acTL");
        }

        @Override
        boolean complete(byte[] bytes) {
            return chunk(bytes, "IEND");
        }
    },
    JPEG {
        @Override
        boolean animated(byte[] bytes) {
            return false;
        }

        @Override
        boolean complete(byte[] bytes) {
            // Cameras append their own data after the end marker, so it need not be last.
            return lastIndexOf(bytes, (byte) 0xFF, (byte) 0xD9) > bytes.length / 2;
        }
    },
    GIF {
        @Override
        boolean animated(byte[] bytes) {
            // More than one frame is asked of the decoder; this loop extension is what animations carry.
            return new String(bytes, StandardCharsets.ISO_8859_1).contains("NETSCAPE2.0");
        }

        @Override
        boolean complete(byte[] bytes) {
            return bytes[bytes.length - 1] == 0x3B;
        }
    };

    private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final int PNG_CHUNK_OVERHEAD = 12;

    abstract boolean animated(byte[] bytes);

    abstract boolean complete(byte[] bytes);

    /** @throws PictureProblem when it is none of these */
    static PictureFormat of(byte[] bytes) {
        if (startsWith(bytes, PNG_MAGIC)) {
            return PNG;
        }
        if (startsWith(bytes, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF})) {
            return JPEG;
        }
        if (startsWith(bytes, "GIF8".getBytes(StandardCharsets.US_ASCII))) {
            return GIF;
        }
        throw new PictureProblem(
                "PictureType",
                "This file is not a PNG, JPEG or GIF picture.",
                "Choose a picture of one of these kinds.");
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    /** Walks the chunks of a PNG; a chunk that runs past the end does not count. */
    private static boolean chunk(byte[] bytes, String wanted) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int at = PNG_MAGIC.length;
        while (at + PNG_CHUNK_OVERHEAD <= bytes.length) {
            long length = Integer.toUnsignedLong(buffer.getInt(at));
            String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (at + PNG_CHUNK_OVERHEAD + length > bytes.length) {
                return false;
            }
            if (type.equals(wanted)) {
                return true;
            }
            at += (int) length + PNG_CHUNK_OVERHEAD;
        }
        return false;
    }

    private static int lastIndexOf(byte[] bytes, byte first, byte second) {
        for (int i = bytes.length - 2; i >= 0; i--) {
            if (bytes[i] == first && bytes[i + 1] == second) {
                return i;
            }
        }
        return -1;
    }
}

package dev.lockstep.emulator.convex.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/** gzip and deflate, for streams of functions and for answers that {@code fetch} gets. Stateless. */
public final class Compression {

    /** A bomb must not take the heap with it. */
    private static final int MAX_UNPACKED = 64 << 20;

    private Compression() {}

    /** @param format {@code gzip}, {@code deflate} or {@code deflate-raw} */
    public static String pack(String format, String base64) {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = packing(format, packed)) {
            out.write(Base64.getDecoder().decode(base64));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    private static OutputStream packing(String format, OutputStream out) throws IOException {
        return switch (format) {
            case "gzip" -> new GZIPOutputStream(out);
            case "deflate" -> new DeflaterOutputStream(out);
            case "deflate-raw" -> new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
            default -> throw new IllegalArgumentException("Unknown format " + format);
        };
    }

    /** @return empty when the bytes are not what the format says, or too many */
    public static Optional<String> unpack(String format, String base64) {
        byte[] packed = Base64.getDecoder().decode(base64);
        try (InputStream in = unpacking(format, new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(MAX_UNPACKED + 1);
            return bytes.length > MAX_UNPACKED
                    ? Optional.empty()
                    : Optional.of(Base64.getEncoder().encodeToString(bytes));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * What a {@code Content-Encoding} holds, as it arrives.
     *
     * @param format also {@code br}; one that is not known is left as it is
     */
    public static InputStream unpacking(String format, InputStream in) throws IOException {
        return switch (format) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            case "deflate-raw" -> new InflaterInputStream(in, new Inflater(true));
            case "br" -> new BrotliInputStream(in);
            default -> in;
        };
    }
}

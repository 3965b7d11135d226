package dev.lockstep.emulator.convex.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/** What answers that {@code fetch} gets are packed with. Stateless. */
public final class Compression {

    private Compression() {}

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

package dev.lockstep.sandbox.e2b;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;

/** What a test writes to one open stream; an empty piece ends it, {@link #BREAK} breaks it. */
final class FakeStream {

    static final byte[] BREAK = {-1};

    final JsonNode request;
    final LinkedBlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();

    FakeStream(JsonNode request) {
        this.request = request;
    }

    FakeStream raw(byte[] piece) {
        pieces.add(piece);
        return this;
    }

    FakeStream event(String json) {
        return raw(frame(0, "{\"event\":" + json.replace('\'', '"') + "}"));
    }

    FakeStream out(byte[] bytes) {
        return event("{'data':{'stdout':'" + Base64.getEncoder().encodeToString(bytes) + "'}}");
    }

    FakeStream out(String text) {
        return out(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The end of the process and of the stream. */
    void end(String end) {
        event("{'end':" + end + "}");
        raw(frame(2, "{}")).raw(new byte[0]);
    }

    /** The end of the stream alone, as an error. */
    void error(String code) {
        raw(frame(2, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"said so\"}}"))
                .raw(new byte[0]);
    }

    void serve(OutputStream out) throws IOException, InterruptedException {
        for (byte[] piece = pieces.take(); piece.length > 0; piece = pieces.take()) {
            if (piece == BREAK) {
                throw new IOException("for the test");
            }
            out.write(piece);
            out.flush();
        }
    }

    /** As Connect frames a message: what kind it is, how long, and the message. */
    static byte[] frame(int flags, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) flags)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}

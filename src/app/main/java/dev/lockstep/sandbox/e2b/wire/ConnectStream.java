package dev.lockstep.sandbox.e2b.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answers of one streaming call of the Connect protocol: frames of one byte of flags, four of length (big-endian) and
 * JSON. The status is 200 also for errors: those come in the last frame. One thread reads and closes; any may cancel.
 */
public final class ConnectStream implements AutoCloseable {

    static final MediaType JSON = MediaType.get("application/connect+json");

    private static final int COMPRESSED = 0x01;
    private static final int END = 0x02;
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Call call;
    private final Response response;
    private final BufferedSource source;

    private ConnectStream(Call call, Response response) {
        this.call = call;
        this.response = response;
        this.source = response.body().source();
    }

    /** @throws IOException when the service is not reached or answers with another status than success */
    static ConnectStream open(Call call) throws IOException {
        Response response = call.execute();
        if (response.code() == 200) {
            return new ConnectStream(call, response);
        }
        try (response) {
            if (response.code() == 502) {
                throw new MachineGone();
            }
            throw ConnectError.of(json(response.body().source().readByteArray()));
        }
    }

    /** The one frame of a request. */
    static RequestBody frame(JsonNode message) {
        byte[] json = message.toString().getBytes(StandardCharsets.UTF_8);
        var frame = new Buffer().writeByte(0).writeInt(json.length).write(json);
        return RequestBody.create(frame.readByteString(), JSON);
    }

    /**
     * Waits for the next message.
     *
     * @return empty at the proper end of the stream
     * @throws ConnectError when the service ended it with an error
     * @throws IOException when it broke off, or is not one that we asked for
     */
    public Optional<JsonNode> next() throws IOException {
        int flags = source.readByte();
        int length = source.readInt();
        if ((flags & COMPRESSED) != 0) {
            throw new IOException("A frame is compressed, which nobody asked for");
        }
        if (length < 0 || length > LARGEST) {
            throw new IOException("A frame has " + Integer.toUnsignedString(length) + " bytes");
        }
        JsonNode message = json(source.readByteArray(length));
        if ((flags & END) == 0) {
            return Optional.of(message);
        }
        if (message.path("error").isObject()) {
            throw ConnectError.of(message.path("error"));
        }
        return Optional.empty();
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        try {
            return bytes.length == 0
                    ? JsonMapper.shared().createObjectNode()
                    : JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException("A message is not JSON", e);
        }
    }

    /** Ends the listening, from any thread: who reads gets an IOException. What runs at the other end goes on. */
    public void cancel() {
        call.cancel();
    }

    /** Lets go of the connection. Called by the thread that reads: closing is reading on to OkHttp. */
    @Override
    public void close() {
        call.cancel();
        response.close();
    }
}

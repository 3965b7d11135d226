package dev.lockstep.convex.wire;

import java.util.OptionalLong;

/** Messages as JSON text and back. Unknown fields are ignored; missing or wrong ones are refused by name. Stateless. */
public final class WireCodec {

    private WireCodec() {}

    public static String encode(ClientMessage message) {
        return ClientJson.write(message);
    }

    public static String encode(ServerMessage message) {
        return ServerJson.write(message);
    }

    /**
     * The same with the clocks a deployment adds.
     *
     * @param clientClockSkew milliseconds by which the client's clock was ahead when it connected
     * @param serverTs nanoseconds since 1970, now
     */
    public static String encode(ServerMessage.Transition message, OptionalLong clientClockSkew, long serverTs) {
        return ServerJson.write(message, clientClockSkew, OptionalLong.of(serverTs));
    }

    /** @throws WireException when the text is no message of a client's */
    public static ClientMessage decodeClient(String json) {
        return ClientJson.read(json);
    }

    /** @throws WireException when the text is no message of a deployment's */
    public static ServerMessage decodeServer(String json) {
        return ServerJson.read(json);
    }
}

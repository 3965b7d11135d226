package dev.lockstep.convex.wire;

/** Names a mutation or an action within one client; one counter serves both. Unsigned 32 bits. */
public record RequestId(long value) {

    public RequestId {
        Uint32.check("requestId", value);
    }
}

package dev.lockstep.convex.wire;

/** Names a subscription within one client; never used twice. Unsigned 32 bits. */
public record QueryId(long value) {

    public QueryId {
        Uint32.check("queryId", value);
    }
}

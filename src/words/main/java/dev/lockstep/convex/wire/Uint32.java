package dev.lockstep.convex.wire;

/** The range of the protocol's counters. */
final class Uint32 {

    private static final long MAX = 0xFFFF_FFFFL;

    private Uint32() {}

    static long check(String field, long value) {
        if (value < 0 || value > MAX) {
            throw new WireException("`" + field + "` must be 0 … 4294967295 but was " + value);
        }
        return value;
    }
}

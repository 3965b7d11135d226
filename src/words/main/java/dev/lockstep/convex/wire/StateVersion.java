package dev.lockstep.convex.wire;

/**
 * What a client's results are valid for.
 *
 * @param querySet counts the changes of the set of subscriptions
 * @param identity counts the changes of who asks
 * @param ts the snapshot that all results come from
 */
public record StateVersion(long querySet, long identity, Timestamp ts) {

    /** Where both sides of a new socket begin. */
    public static final StateVersion INITIAL = new StateVersion(0, 0, Timestamp.ZERO);

    public StateVersion {
        Uint32.check("querySet", querySet);
        Uint32.check("identity", identity);
    }
}

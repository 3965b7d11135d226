package dev.lockstep.emulator.convex.key;

/**
 * A range of keys of one index: what a read depends on.
 *
 * @param low included
 * @param high excluded
 */
public record Interval(OrderedKey low, OrderedKey high) {

    /** Every key of an index. */
    public static final Interval ALL = new Interval(OrderedKey.FIRST, OrderedKey.FIRST.afterPrefix());

    public static Interval point(OrderedKey key) {
        return new Interval(key, key.next());
    }

    /** Every key that begins with this one. */
    public static Interval prefix(OrderedKey key) {
        return new Interval(key, key.afterPrefix());
    }

    public boolean contains(OrderedKey key) {
        return low.compareTo(key) <= 0 && key.compareTo(high) < 0;
    }

    public boolean isEmpty() {
        return low.compareTo(high) >= 0;
    }
}

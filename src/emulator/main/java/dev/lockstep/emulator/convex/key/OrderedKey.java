package dev.lockstep.emulator.convex.key;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bool;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Null;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes whose unsigned order is the order of the values: undefined &lt; null &lt; int64 &lt; float64 &lt;
 * boolean &lt; string &lt; bytes &lt; array &lt; object. Strings are ordered by their UTF-8 bytes; −0 comes before 0,
 * NaN last. No encoded value is the beginning of another, so keys of several values compare part by part.
 */
public final class OrderedKey implements Comparable<OrderedKey> {

    /** Before every key. */
    public static final OrderedKey FIRST = new OrderedKey(new byte[0]);

    /** Above every tag: closes a range of keys that begin alike. */
    private static final byte AFTER_ALL = (byte) 0xFF;

    private static final byte END = 0;
    private static final byte UNDEFINED = 1;
    private static final byte NULL = 2;
    private static final byte INT64 = 3;
    private static final byte FLOAT64 = 4;
    private static final byte FALSE = 5;
    private static final byte TRUE = 6;
    private static final byte TEXT = 7;
    private static final byte BYTES = 8;
    private static final byte ARRAY = 9;
    private static final byte OBJECT = 10;

    private final byte[] bytes;

    private OrderedKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key of these values in this order; {@code null} stands for undefined. */
    public static OrderedKey of(List<? extends @Nullable ConvexValue> values) {
        // Most are a text or two with an id and a time: 64 bytes do for them.
        var out = new Output(32 + 16 * values.size());
        for (ConvexValue value : values) {
            write(value, out);
        }
        return new OrderedKey(out.toByteArray());
    }

    /** A key that was written down with {@link #bytes()}. */
    public static OrderedKey ofBytes(byte[] bytes) {
        return new OrderedKey(bytes.clone());
    }

    /** The order of two values; {@code null} stands for undefined. */
    public static int compare(@Nullable ConvexValue left, @Nullable ConvexValue right) {
        return one(left).compareTo(one(right));
    }

    private static OrderedKey one(@Nullable ConvexValue value) {
        var out = new Output(32);
        write(value, out);
        return new OrderedKey(out.toByteArray());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The least key above this one. */
    public OrderedKey next() {
        return new OrderedKey(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /** Above every key that begins with this one, below every other that is above this one. */
    public OrderedKey afterPrefix() {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = AFTER_ALL;
        return new OrderedKey(longer);
    }

    @Override
    public int compareTo(OrderedKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderedKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }

    private static void write(@Nullable ConvexValue value, Output out) {
        switch (value) {
            case null -> out.write(UNDEFINED);
            case Null n -> out.write(NULL);
            // No commit that is known is as late.
            case ConvexValue.CommitTime time -> write(ConvexValue.int64(Long.MAX_VALUE), out);
            case Int64(long number) -> {
                out.write(INT64);
                writeLong(number ^ Long.MIN_VALUE, out);
            }
            case Float64(double number) -> {
                out.write(FLOAT64);
                long bits = Double.doubleToLongBits(number);
                writeLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE, out);
            }
            case Bool(boolean bool) -> out.write(bool ? TRUE : FALSE);
            case Text(String text) -> {
                out.write(TEXT);
                writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
            }
            case Bytes(byte[] data) -> {
                out.write(BYTES);
                writeBytes(data, out);
            }
            case Array(var items) -> {
                out.write(ARRAY);
                items.forEach(item -> write(item, out));
                out.write(END);
            }
            case Obj(var fields) -> {
                out.write(OBJECT);
                fields.forEach((name, item) -> {
                    out.write(TEXT);
                    writeBytes(name.getBytes(StandardCharsets.UTF_8), out);
                    write(item, out);
                });
                out.write(END);
            }
        }
    }

    private static void writeLong(long number, Output out) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (number >>> shift));
        }
    }

    /** A zero inside becomes 00 FF and the end is 00 00, so that a shorter text comes before its extensions. */
    private static void writeBytes(byte[] data, Output out) {
        for (byte b : data) {
            out.write(b);
            if (b == 0) {
                out.write(AFTER_ALL);
            }
        }
        out.write(0);
        out.write(0);
    }

    /** Bytes that grow, without the locks of the JDK's. */
    private static final class Output {

        private byte[] bytes;
        private int length;

        Output(int capacity) {
            this.bytes = new byte[capacity];
        }

        void write(int b) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) b;
        }

        byte[] toByteArray() {
            return Arrays.copyOf(bytes, length);
        }
    }
}

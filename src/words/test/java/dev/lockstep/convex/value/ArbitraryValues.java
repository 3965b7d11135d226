package dev.lockstep.convex.value;

import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Convex values of all kinds, for properties. Stateless. */
public final class ArbitraryValues {

    private ArbitraryValues() {}

    public static Arbitrary<ConvexValue> values() {
        return values(4);
    }

    /** Objects, as functions take for arguments. */
    public static Arbitrary<Obj> objects() {
        return object(values(2));
    }

    /** Any text that UTF-8 can carry. */
    public static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(20).filter(ArbitraryValues::isWellFormed);
    }

    public static Arbitrary<Double> floats() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).map(ArbitraryValues::oneNaN),
                Arbitraries.doubles(),
                Arbitraries.integers().map(Integer::doubleValue),
                Arbitraries.of(0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, 1e15, 1e21, 1e-7));
    }

    /** All NaNs are one value; Java keeps the others' bits in some operations. */
    private static double oneNaN(double number) {
        return Double.isNaN(number) ? Double.NaN : number;
    }

    private static Arbitrary<ConvexValue> values(int depth) {
        Arbitrary<ConvexValue> leaf = Arbitraries.oneOf(
                Arbitraries.of(ConvexValue.NULL, ConvexValue.TRUE, ConvexValue.FALSE),
                Arbitraries.longs().map(ConvexValue::int64),
                floats().map(ConvexValue::number),
                texts().map(ConvexValue::text),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Bytes::new));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<ConvexValue> inner = Arbitraries.lazy(() -> values(depth - 1));
        return Arbitraries.frequencyOf(
                Tuple.of(4, leaf),
                Tuple.of(1, inner.list().ofMaxSize(4).map(Array::new)),
                Tuple.of(1, object(inner).map(object -> object)));
    }

    private static Arbitrary<Obj> object(Arbitrary<ConvexValue> inner) {
        Arbitrary<String> keys =
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(8).filter(key -> !key.startsWith("$"));
        return Arbitraries.maps(keys, inner).ofMaxSize(4).map(fields -> new Obj(new TreeMap<>(fields)));
    }

    /** A lone surrogate is no text that UTF-8, and so the wire, could carry. */
    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}

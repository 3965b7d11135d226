package dev.lockstep.emulator.convex.key;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

@Tag("property")
class OrderedKeyPropertiesTest {

    @Property(seed = "1")
    void keysAreOrderedAsTheirValues(@ForAll("values") ConvexValue left, @ForAll("values") ConvexValue right) {
        int keys = OrderedKey.of(List.of(left)).compareTo(OrderedKey.of(List.of(right)));

        assertThat(Integer.signum(keys)).isEqualTo(Integer.signum(order(left, right)));
    }

    @Property(seed = "2")
    void laterPartsDecideOnlyBetweenEqualFirstParts(
            @ForAll("values") ConvexValue first,
            @ForAll("values") ConvexValue second,
            @ForAll("values") ConvexValue third,
            @ForAll("values") ConvexValue fourth) {
        int keys = OrderedKey.of(List.of(first, second)).compareTo(OrderedKey.of(List.of(third, fourth)));

        int expected = order(first, third) != 0 ? order(first, third) : order(second, fourth);
        assertThat(Integer.signum(keys)).isEqualTo(Integer.signum(expected));
    }

    @Property(seed = "3")
    void aPrefixHoldsExactlyTheKeysThatBeginWithIt(
            @ForAll("values") ConvexValue first,
            @ForAll("values") ConvexValue other,
            @ForAll("values") ConvexValue rest) {
        Interval prefix = Interval.prefix(OrderedKey.of(List.of(first)));

        assertThat(prefix.contains(OrderedKey.of(List.of(first, rest)))).isTrue();
        assertThat(prefix.contains(OrderedKey.of(List.of(other, rest)))).isEqualTo(order(first, other) == 0);
    }

    @Property(seed = "4")
    void undefinedComesBeforeEveryValue(@ForAll("values") ConvexValue value) {
        assertThat(OrderedKey.compare(null, value)).isNegative();
    }

    @Provide
    Arbitrary<ConvexValue> values() {
        return tree(2);
    }

    private static Arbitrary<ConvexValue> tree(int depth) {
        Arbitrary<ConvexValue> leaves = Arbitraries.oneOf(
                Arbitraries.of(ConvexValue.NULL, ConvexValue.TRUE, ConvexValue.FALSE),
                Arbitraries.longs().map(ConvexValue::int64),
                Arbitraries.doubles().map(ConvexValue::number),
                Arbitraries.of(
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                -0.0,
                                0.0,
                                Double.MIN_VALUE)
                        .map(ConvexValue::number),
                Arbitraries.strings()
                        .withChars('\0', 'a', 'b', 'ä', '\u0001', '￿')
                        .ofMaxLength(4)
                        .map(ConvexValue::text),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(4).map(Bytes::new));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<ConvexValue> arrays = tree(depth - 1).list().ofMaxSize(3).map(Array::new);
        Arbitrary<ConvexValue> objects = Arbitraries.maps(
                        Arbitraries.strings().withChars("abc").ofMaxLength(2), tree(depth - 1))
                .ofMaxSize(3)
                .map(map -> new Obj(new TreeMap<>(map)));
        return Arbitraries.oneOf(leaves, arrays, objects);
    }

    /** The order as it is documented, by comparing values and never bytes of keys. */
    private static int order(ConvexValue left, ConvexValue right) {
        if (rank(left) != rank(right)) {
            return Integer.compare(rank(left), rank(right));
        }
        if (left instanceof Array(var a) && right instanceof Array(var b)) {
            return order(a, b);
        }
        if (left instanceof Obj a && right instanceof Obj b) {
            return order(pairs(a), pairs(b));
        }
        return scalars(left, right);
    }

    private static int scalars(ConvexValue left, ConvexValue right) {
        if (left instanceof Int64(long a) && right instanceof Int64(long b)) {
            return Long.compare(a, b);
        }
        if (left instanceof Float64(double a) && right instanceof Float64(double b)) {
            return Double.compare(a, b);
        }
        if (left instanceof Bool(boolean a) && right instanceof Bool(boolean b)) {
            return Boolean.compare(a, b);
        }
        if (left instanceof Text(String a) && right instanceof Text(String b)) {
            return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof Bytes(byte[] a) && right instanceof Bytes(byte[] b)) {
            return Arrays.compareUnsigned(a, b);
        }
        return 0;
    }

    private static int order(List<? extends @Nullable ConvexValue> left, List<? extends @Nullable ConvexValue> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = order(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static List<ConvexValue> pairs(Obj object) {
        var pairs = new ArrayList<ConvexValue>();
        object.fields().forEach((name, value) -> {
            pairs.add(ConvexValue.text(name));
            pairs.add(value);
        });
        return pairs;
    }

    private static int rank(ConvexValue value) {
        return switch (value) {
            case Null n -> 0;
            case Int64 n -> 1;
            case ConvexValue.CommitTime n -> 1;
            case Float64 n -> 2;
            case Bool n -> 3;
            case Text n -> 4;
            case Bytes n -> 5;
            case Array n -> 6;
            case Obj n -> 7;
        };
    }
}

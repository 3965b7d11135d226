package dev.lockstep.convex.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

@Tag("property")
class ConvexJsonPropertiesTest {

    @Property(seed = "1")
    void readsBackWhatItWrote(@ForAll("values") ConvexValue value) {
        assertThat(ConvexJson.parse(ConvexJson.encode(value))).isEqualTo(value);
    }

    @Property(seed = "2")
    void writesTheSameTextForTheSameValue(@ForAll("values") ConvexValue value) {
        String text = ConvexJson.encode(value);

        assertThat(ConvexJson.encode(ConvexJson.parse(text))).isEqualTo(text);
    }

    @Property(seed = "4")
    void readsEveryFloatBitForBit(@ForAll("floats") double number) {
        var read = (ConvexValue.Float64) ConvexJson.parse(ConvexJson.encode(ConvexValue.number(number)));

        assertThat(Double.doubleToLongBits(read.value())).isEqualTo(Double.doubleToLongBits(number));
    }

    @Property(seed = "5")
    void refusesReservedNames(@ForAll @AlphaChars @StringLength(min = 0, max = 20) String name) {
        assertThatExceptionOfType(ConvexValueException.class)
                .isThrownBy(() -> ConvexJson.parse("{\"a\":1,\"$" + name + "\":\"AAAAAAAAAAA=\"}"));
    }

    @Property(seed = "6")
    void throwsNothingElseThanItsOwnException(@ForAll @StringLength(max = 60) String text) {
        try {
            ConvexJson.parse(text);
        } catch (ConvexValueException expected) {
            assertThat(expected).hasMessageNotContaining("dev.lockstep");
        }
    }

    @Provide
    Arbitrary<ConvexValue> values() {
        return values(4);
    }

    @Provide
    Arbitrary<Double> floats() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).map(ConvexJsonPropertiesTest::oneNaN),
                Arbitraries.doubles(),
                Arbitraries.integers().map(Integer::doubleValue),
                Arbitraries.of(0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, 1e15, 1e21, 1e-7));
    }

    /** All NaNs are one value; Java keeps the others' bits in some operations. */
    private static double oneNaN(double number) {
        return Double.isNaN(number) ? Double.NaN : number;
    }

    private Arbitrary<ConvexValue> values(int depth) {
        Arbitrary<ConvexValue> leaf = Arbitraries.oneOf(
                Arbitraries.of(ConvexValue.NULL, ConvexValue.TRUE, ConvexValue.FALSE),
                Arbitraries.longs().map(ConvexValue::int64),
                floats().map(ConvexValue::number),
                Arbitraries.strings()
                        .ofMaxLength(20)
                        .filter(ConvexJsonPropertiesTest::isWellFormed)
                        .map(ConvexValue::text),
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

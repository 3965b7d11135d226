package dev.lockstep.convex.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
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
        return ArbitraryValues.values();
    }

    @Provide
    Arbitrary<Double> floats() {
        return ArbitraryValues.floats();
    }
}

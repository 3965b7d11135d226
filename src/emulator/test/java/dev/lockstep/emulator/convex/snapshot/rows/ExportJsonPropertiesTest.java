package dev.lockstep.emulator.convex.snapshot.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.convex.value.ArbitraryValues;
import dev.lockstep.convex.value.ConvexValue;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("property")
class ExportJsonPropertiesTest {

    @Property(seed = "1")
    void readsBackWhatItWrote(@ForAll("values") ConvexValue value) {
        assertThat(ExportJson.parse(ExportJson.encode(value))).isEqualTo(value);
    }

    @Property(seed = "2")
    void readsEveryFloatBitForBit(@ForAll("floats") double number) {
        var read = (ConvexValue.Float64) ExportJson.parse(ExportJson.encode(ConvexValue.number(number)));

        assertThat(Double.doubleToLongBits(read.value())).isEqualTo(Double.doubleToLongBits(number));
    }

    @Example
    void tellsWholeNumbersFromOthersByThePoint() {
        assertThat(ExportJson.encode(ConvexValue.number(36))).isEqualTo("36.0");
        assertThat(ExportJson.encode(ConvexValue.number(1795246616833.5))).isEqualTo("1795246616833.5");
        assertThat(ExportJson.encode(ConvexValue.int64(-5))).isEqualTo("-5");
        assertThat(ExportJson.parse("[7,7.0,{\"$integer\":\"BwAAAAAAAAA=\"}]"))
                .isEqualTo(ConvexValue.array(ConvexValue.int64(7), ConvexValue.number(7), ConvexValue.int64(7)));
        assertThatThrownBy(() -> ExportJson.parse("9223372036854775808")).hasMessageContaining("does not fit an int64");
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

package dev.lockstep.convex.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.Float64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConvexJsonTest {

    static Stream<Arguments> vectors() {
        return Stream.of(
                Arguments.of(ConvexValue.NULL, "null"),
                Arguments.of(ConvexValue.TRUE, "true"),
                Arguments.of(ConvexValue.number(1), "1"),
                Arguments.of(ConvexValue.number(-2.5), "-2.5"),
                Arguments.of(ConvexValue.number(Double.NaN), "{\"$float\":\"AAAAAAAA+H8=\"}"),
                Arguments.of(ConvexValue.number(Double.POSITIVE_INFINITY), "{\"$float\":\"AAAAAAAA8H8=\"}"),
                Arguments.of(ConvexValue.number(Double.NEGATIVE_INFINITY), "{\"$float\":\"AAAAAAAA8P8=\"}"),
                Arguments.of(ConvexValue.COMMIT_TIME, "{\"$commitTs\":null}"),
                Arguments.of(ConvexValue.number(-0.0), "{\"$float\":\"AAAAAAAAAIA=\"}"),
                Arguments.of(ConvexValue.int64(1), "{\"$integer\":\"AQAAAAAAAAA=\"}"),
                Arguments.of(ConvexValue.int64(-1), "{\"$integer\":\"//////////8=\"}"),
                Arguments.of(ConvexValue.int64(Long.MIN_VALUE), "{\"$integer\":\"AAAAAAAAAIA=\"}"),
                Arguments.of(new Bytes(new byte[] {}), "{\"$bytes\":\"\"}"),
                Arguments.of(new Bytes(new byte[] {-5, -1}), "{\"$bytes\":\"+/8=\"}"),
                Arguments.of(ConvexValue.text("ä\"\\\n\u0001😀"), "\"ä\\\"\\\\\\n\\u0001😀\""),
                Arguments.of(ConvexValue.array(ConvexValue.NULL, ConvexValue.text("x")), "[null,\"x\"]"),
                Arguments.of(ConvexValue.of(Map.of("b", 2, "a", 1, "B", 3)), "{\"B\":3,\"a\":1,\"b\":2}"),
                Arguments.of(ConvexValue.of(Map.of("", 1)), "{\"\":1}"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writesAndReadsTheServicesForm(ConvexValue value, String json) {
        assertThat(ConvexJson.encode(value)).isEqualTo(json);
        assertThat(ConvexJson.parse(json)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"$float\":\"AAAAAAAA8D8=\"} | ordinary",
                "{\"$integer\":\"AQ==\"} | instead of 8",
                "{\"$integer\":\"AQAAAAAAAAAA\"} | instead of 8",
                "{\"$integer\":1} | reserved",
                "{\"$bytes\":\"*\"} | base64",
                "{\"$bytes\":\"AA==\",\"a\":1} | reserved",
                "{\"a\":1,\"$bytes\":\"AA==\"} | reserved",
                "{\"$commitTs\":1} | reserved",
                "{\"$commitTs\":null,\"a\":1} | reserved",
                "{\"a\":1,\"$commitTs\":null} | reserved",
                "{\"$set\":[]} | reserved",
                "{\"$map\":[]} | reserved",
                "{\"$undefined\":null} | reserved",
                "{\"ä\":1} | printable ASCII",
                "{\"a\":1 | Not JSON",
                "1 2 | more text",
                "NaN | Not JSON",
                "1e999 | float64",
                "undefined | Not JSON",
            })
    void refusesWhatIsNoValue(String json, String reason) {
        assertThatExceptionOfType(ConvexValueException.class)
                .isThrownBy(() -> ConvexJson.parse(json))
                .withMessageContaining(reason);
    }

    @Test
    void refusesNothingAtAll() {
        assertThatExceptionOfType(ConvexValueException.class).isThrownBy(() -> ConvexJson.parse(" "));
    }

    @Test
    void readsTheUrlSafeAlphabetToo() {
        assertThat(ConvexJson.parse("{\"$bytes\":\"-_8=\"}")).isEqualTo(new Bytes(new byte[] {-5, -1}));
    }

    @Test
    void takesSixtyFourLevelsAndNoMore() {
        String deepest = "[".repeat(64) + "]".repeat(64);

        assertThat(ConvexJson.encode(ConvexJson.parse(deepest))).isEqualTo(deepest);
        assertThatExceptionOfType(ConvexValueException.class)
                .isThrownBy(() -> ConvexJson.parse("[[" + deepest + "]]"))
                .withMessageContaining("nested deeper than 64");
        assertThatExceptionOfType(ConvexValueException.class)
                .isThrownBy(() -> ConvexJson.parse("[".repeat(5000) + "]".repeat(5000)));
    }

    @Test
    void refusesLongNames() {
        ConvexJson.parse("{\"" + "a".repeat(1024) + "\":1}");

        assertThatExceptionOfType(ConvexValueException.class)
                .isThrownBy(() -> ConvexJson.parse("{\"" + "a".repeat(1025) + "\":1}"));
    }

    @Test
    void readsEveryJsonNumberAsAFloat() {
        assertThat(ConvexJson.parse("9007199254740993")).isEqualTo(new Float64(9007199254740992.0));
    }
}

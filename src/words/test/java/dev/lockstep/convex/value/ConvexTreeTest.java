package dev.lockstep.convex.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/** The tree of a value against its text, which decides. */
class ConvexTreeTest {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(500).build())
                    .build())
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What a way of reading came to: a value, or the sentence of its refusal. */
    private static String outcome(Supplier<ConvexValue> reading) {
        try {
            return reading.get().toString();
        } catch (ConvexValueException e) {
            return "refused: " + e.getMessage();
        }
    }

    static void assertReadsAsItsText(JsonNode node) {
        assertThat(outcome(() -> ConvexJson.read(node))).isEqualTo(outcome(() -> ConvexJson.parse(node.toString())));
    }

    @ParameterizedTest
    @MethodSource("dev.lockstep.convex.value.ConvexJsonTest#vectors")
    void writesAndReadsTheServicesForm(ConvexValue value, String json) {
        assertThat(ConvexJson.node(value)).isEqualTo(MAPPER.readTree(json));
        assertThat(ConvexJson.read(MAPPER.readTree(json))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$float\":\"AAAAAAAA8D8=\"}",
                "{\"$float\":\"AAAAAAAAAIA=\"}",
                "{\"$integer\":\"AQ==\"}",
                "{\"$integer\":\"AQAAAAAAAAAA\"}",
                "{\"$integer\":1}",
                "{\"$integer\":null}",
                "{\"$bytes\":\"*\"}",
                "{\"$bytes\":\"-_8=\"}",
                "{\"$bytes\":\"AA==\",\"a\":1}",
                "{\"$bytes\":\"*\",\"a\":1}",
                "{\"$bytes\":\"AA==\",\"$bytes \":\"*\"}",
                "{\"a\":1,\"$bytes\":\"AA==\"}",
                "{\"a\":1,\"$bytes\":\"*\"}",
                "{\"a\":{\"$x\":1},\"$bytes\":\"*\"}",
                "{\"$set\":[]}",
                "{\"$set\":\"*\"}",
                "{\"$set\":\"\"}",
                "{\"$\":\"AA==\"}",
                "{\"$map\":[]}",
                "{\"$undefined\":null}",
                "{\"ä\":1}",
                "{\"a\\u0000\":1}",
                "{\"a\":1,\"a\":2}",
                "[1,{\"$undefined\":null},{\"ä\":1}]",
                "1e999",
                "-1e999",
                "[1e-999]",
                "-0",
                "-0.0",
                "0.1",
                "1E15",
                "2147483648",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "123456789012345678901234567890.5",
                "3.141592653589793238462643383279",
                "\"\\ud800\"",
            })
    void readsAndRefusesAsItsTextDoes(String json) {
        assertReadsAsItsText(MAPPER.readTree(json));
    }

    @Test
    void refusesWholeNumbersThatFitNoFloat() {
        assertReadsAsItsText(MAPPER.readTree("1" + "0".repeat(400)));
        assertReadsAsItsText(MAPPER.readTree("[-1" + "0".repeat(308) + "]"));
        assertReadsAsItsText(MAPPER.readTree("[1" + "0".repeat(309) + "]"));
        assertThat(outcome(() -> ConvexJson.read(MAPPER.readTree("1" + "0".repeat(400)))))
                .startsWith("refused: The number 1000")
                .endsWith("does not fit a float64");
    }

    @Test
    void refusesNothingAtAll() {
        assertReadsAsItsText(MissingNode.getInstance());
    }

    @Test
    void takesSixtyFourLevelsAndNoMore() {
        for (int depth : List.of(63, 64, 65, 66, 72, 73, 74, 400)) {
            assertReadsAsItsText(MAPPER.readTree("[".repeat(depth) + "]".repeat(depth)));
            assertReadsAsItsText(MAPPER.readTree("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));
        }
    }

    @Test
    void refusesLongNames() {
        for (int length : List.of(1023, 1024, 1025, 4095, 4096, 4097, 9000)) {
            String name = "a".repeat(length);
            assertReadsAsItsText(MAPPER.readTree("{\"" + name + "\":1}"));
            assertReadsAsItsText(MAPPER.readTree("{\"$" + name + "\":1}"));
            assertReadsAsItsText(MAPPER.readTree("{\"$bytes\":\"AA==\",\"" + name + "\":1}"));
        }
    }

    @Test
    void readsNodesThatNoTextIsReadAs() {
        assertReadsAsItsText(NODES.numberNode(0.1f));
        assertReadsAsItsText(NODES.numberNode((short) 7));
        assertReadsAsItsText(NODES.numberNode(Double.NaN));
        assertReadsAsItsText(NODES.numberNode(Double.POSITIVE_INFINITY));
        assertReadsAsItsText(NODES.numberNode(new BigDecimal("1.5")));
        assertReadsAsItsText(NODES.numberNode(BigInteger.TWO.pow(70)));
        assertReadsAsItsText(NODES.binaryNode(new byte[] {1, 2}));
        assertReadsAsItsText(NODES.arrayNode().add(NODES.numberNode(Float.NaN)));
    }
}

package dev.lockstep.convex.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tree of a value against its text, which decides. */
@Tag("property")
class ConvexTreePropertiesTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Property(seed = "1")
    void writesTheNodesThatItsTextIsReadAs(@ForAll("values") ConvexValue value) {
        JsonNode node = ConvexJson.node(value);

        assertThat(node).isEqualTo(MAPPER.readTree(ConvexJson.encode(value)));
        assertThat(node.toString())
                .isEqualTo(MAPPER.readTree(ConvexJson.encode(value)).toString());
    }

    @Property(seed = "2")
    void readsWhatItsTextIsReadAs(@ForAll("values") ConvexValue value) {
        JsonNode node = MAPPER.readTree(ConvexJson.encode(value));

        assertThat(ConvexJson.read(node)).isEqualTo(value).isEqualTo(ConvexJson.parse(node.toString()));
    }

    @Property(seed = "3")
    void writesEveryFloatAsItsTextIsRead(@ForAll("floats") double number) {
        ConvexValue value = ConvexValue.number(number);
        JsonNode node = ConvexJson.node(value);

        assertThat(node).isEqualTo(MAPPER.readTree(ConvexJson.encode(value)));
        assertThat(ConvexJson.read(node)).isEqualTo(value);
    }

    /** Any JSON, most of it no value: names that are reserved or not ASCII, numbers of all sizes, odd base64. */
    @Property(seed = "4")
    void readsAndRefusesAnyJsonAsItsTextIs(@ForAll("json") String json) {
        ConvexTreeTest.assertReadsAsItsText(MAPPER.readTree(json));
    }

    @Provide
    Arbitrary<ConvexValue> values() {
        return ArbitraryValues.values();
    }

    @Provide
    Arbitrary<Double> floats() {
        return ArbitraryValues.floats();
    }

    @Provide
    Arbitrary<String> json() {
        return json(4);
    }

    private static Arbitrary<String> json(int depth) {
        Arbitrary<String> leaf = Arbitraries.oneOf(
                Arbitraries.of(
                        "null", "true", "false", "\"\"", "\"AA==\"", "\"AAAAAAAA8D8=\"", "\"AAAAAAAA8H8=\"", "\"*\""),
                Arbitraries.of("-0", "-0.0", "1e400", "1e-400", "1E22", "0.10"),
                Arbitraries.bigIntegers().map(Object::toString),
                Arbitraries.bigDecimals().map(Object::toString),
                ArbitraryValues.floats().filter(Double::isFinite).map(Object::toString),
                ArbitraryValues.texts().map(text -> MAPPER.writeValueAsString(text)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> inner = Arbitraries.lazy(() -> json(depth - 1));
        Arbitrary<String> field = Arbitraries.of("a", "b", "", "ä", "$bytes", "$integer", "$float", "$x", "$")
                .flatMap(name -> inner.map(value -> "\"" + name + "\":" + value));
        return Arbitraries.frequencyOf(
                Tuple.of(2, leaf),
                Tuple.of(1, inner.list().ofMaxSize(4).map(items -> joined("[", items, "]"))),
                Tuple.of(2, field.list().ofMaxSize(3).map(fields -> joined("{", fields, "}"))));
    }

    private static String joined(String before, List<String> parts, String after) {
        return before + String.join(",", parts) + after;
    }
}

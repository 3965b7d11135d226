package dev.lockstep.emulator.clerk.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("property")
class MetadataPropertiesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Provide
    Arbitrary<ObjectNode> objects() {
        return objects(3).map(JSON::<ObjectNode>valueToTree);
    }

    private static Arbitrary<Map<String, Object>> objects(int depth) {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 9).map(n -> (Object) n),
                Arbitraries.of("a", "b").map(t -> (Object) t),
                Arbitraries.just((Object) java.util.List.of(1)));
        Arbitrary<Object> value = depth == 0
                ? leaf
                : Arbitraries.oneOf(
                        leaf, leaf.injectNull(0.4), objects(depth - 1).map(o -> (Object) o));
        return Arbitraries.maps(Arbitraries.of("x", "y", "z"), value).ofMaxSize(3);
    }

    @Property(tries = 300)
    void mergingTwiceIsMergingOnce(@ForAll("objects") ObjectNode before, @ForAll("objects") ObjectNode change) {
        Metadata start = Metadata.empty().merged(Metadata.Kind.PUBLIC, before);

        Metadata once = start.merged(Metadata.Kind.PUBLIC, change);

        assertThat(once.merged(Metadata.Kind.PUBLIC, change)).isEqualTo(once);
        assertThat(once.closed()).isEqualTo(start.closed());
    }

    @Property(tries = 300)
    void leavesNoNullBehind(@ForAll("objects") ObjectNode before, @ForAll("objects") ObjectNode change) {
        Metadata merged = Metadata.empty().merged(Metadata.Kind.PUBLIC, before).merged(Metadata.Kind.PUBLIC, change);

        assertThat(hasNull(merged.open())).isFalse();
    }

    private static boolean hasNull(JsonNode node) {
        return node.isNull() || node.isObject() && node.valueStream().anyMatch(MetadataPropertiesTest::hasNull);
    }
}

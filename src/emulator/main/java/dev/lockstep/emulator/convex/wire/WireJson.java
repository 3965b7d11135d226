package dev.lockstep.emulator.convex.wire;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents of the protocol, and the step from one of their nodes to a Convex value. Stateless. */
public final class WireJson {

    /** A source map of a large bundle is one string. */
    private static final int MAX_STRING = 200 * 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING)
                            .maxNestingDepth(500)
                            .build())
                    .build())
            .build();

    private WireJson() {}

    /** @throws Refusal 400 when the text is not JSON */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw Refusal.badRequest("BadJsonBody", "The body is not JSON: " + e.getOriginalMessage());
        }
    }

    /** @throws Refusal 400 when the text is not a JSON object */
    public static ObjectNode parseObject(String json) {
        if (parse(json) instanceof ObjectNode object) {
            return object;
        }
        throw Refusal.badRequest("BadJsonBody", "The body must be a JSON object");
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An object of texts. */
    public static ObjectNode object(Map<String, String> texts) {
        ObjectNode object = object();
        texts.forEach(object::put);
        return object;
    }

    /** @throws dev.lockstep.convex.value.ConvexValueException when the node is not a Convex value */
    public static ConvexValue value(JsonNode node) {
        return ConvexJson.read(node);
    }

    /** The node of a value in its encoded form. */
    public static JsonNode node(ConvexValue value) {
        return ConvexJson.node(value);
    }

    /** @throws Refusal 400 naming the field, when it is absent or not a text */
    public static String text(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (!node.isString()) {
            throw Refusal.badRequest("BadJsonBody", "The field `" + field + "` must be a string");
        }
        return node.asString();
    }
}

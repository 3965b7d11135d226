package dev.lockstep.convex.wire;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object being read, field by field. A field that is absent or of another kind is refused by its name. */
final class JsonFields {

    private static final int MAX_STRING = 64 * 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING)
                            .maxNestingDepth(ConvexJson.MAX_NESTING + 16)
                            .build())
                    .build())
            .build();

    private final JsonNode object;

    private JsonFields(JsonNode object) {
        this.object = object;
    }

    static JsonFields parse(String json) {
        try {
            return of("message", MAPPER.readTree(json));
        } catch (JacksonException e) {
            throw new WireException("The message is not JSON");
        }
    }

    private static JsonFields of(String what, JsonNode node) {
        if (!node.isObject()) {
            throw new WireException("`" + what + "` must be a JSON object");
        }
        return new JsonFields(node);
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> new WireException("`" + field + "` must be a string"));
    }

    /** Empty when the field is absent or null. */
    Optional<String> optionalText(String field) {
        JsonNode node = object.path(field);
        if (node.isString() || node.isNull() || node.isMissingNode()) {
            return Optional.ofNullable(node.asString(null));
        }
        throw new WireException("`" + field + "` must be a string or null");
    }

    long number(String field) {
        return optionalNumber(field).orElseThrow(() -> new WireException("`" + field + "` must be an integer"));
    }

    OptionalLong optionalNumber(String field) {
        JsonNode node = object.path(field);
        if (node.isNull() || node.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (node.isNumber() && node.asDouble() == Math.rint(node.asDouble())) {
            return OptionalLong.of((long) node.asDouble());
        }
        throw new WireException("`" + field + "` must be an integer");
    }

    boolean bool(String field) {
        JsonNode node = object.path(field);
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        throw new WireException("`" + field + "` must be a boolean");
    }

    boolean bool(String field, boolean absent) {
        return object.path(field).isMissingNode() ? absent : bool(field);
    }

    boolean has(String field) {
        return object.has(field);
    }

    ConvexValue value(String field) {
        return value(field, object.path(field));
    }

    /** Empty when the field is absent; null is a value. */
    Optional<ConvexValue> optionalValue(String field) {
        return has(field) ? Optional.of(value(field)) : Optional.empty();
    }

    /** The field's JSON as it came; empty when it is absent or null. */
    Optional<String> optionalJson(String field) {
        JsonNode node = object.path(field);
        return node.isNull() || node.isMissingNode() ? Optional.empty() : Optional.of(node.toString());
    }

    List<ConvexValue> values(String field) {
        var values = new ArrayList<ConvexValue>();
        array(field).forEach(item -> values.add(value(field, item)));
        return values;
    }

    List<String> texts(String field) {
        var texts = new ArrayList<String>();
        for (JsonNode item : array(field)) {
            if (!item.isString()) {
                throw new WireException("`" + field + "` must be an array of strings");
            }
            texts.add(item.asString());
        }
        return texts;
    }

    JsonFields object(String field) {
        return of(field, object.path(field));
    }

    <T> List<T> objects(String field, Function<JsonFields, T> read) {
        var objects = new ArrayList<T>();
        array(field).forEach(item -> objects.add(read.apply(of(field, item))));
        return objects;
    }

    private JsonNode array(String field) {
        JsonNode node = object.path(field);
        if (!node.isArray()) {
            throw new WireException("`" + field + "` must be an array");
        }
        return node;
    }

    private static ConvexValue value(String field, JsonNode node) {
        if (node.isMissingNode()) {
            throw new WireException("`" + field + "` is missing");
        }
        try {
            return ConvexJson.parse(node.toString());
        } catch (ConvexValueException e) {
            throw new WireException("`" + field + "` is not a Convex value: " + e.getMessage());
        }
    }
}

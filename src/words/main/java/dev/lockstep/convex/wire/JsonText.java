package dev.lockstep.convex.wire;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One JSON object being written, field by field. Not thread-safe. */
final class JsonText {

    private final StringBuilder out = new StringBuilder();

    private JsonText(String type) {
        out.append("{\"type\":\"").append(type).append('"');
    }

    static JsonText ofType(String type) {
        return new JsonText(type);
    }

    JsonText text(String field, String value) {
        key(field);
        ConvexJson.writeText(value, out);
        return this;
    }

    JsonText textOrNull(String field, Optional<String> value) {
        value.ifPresentOrElse(text -> text(field, text), () -> raw(field, "null"));
        return this;
    }

    JsonText number(String field, long value) {
        key(field);
        out.append(value);
        return this;
    }

    JsonText bool(String field, boolean value) {
        return raw(field, String.valueOf(value));
    }

    JsonText value(String field, ConvexValue value) {
        key(field);
        ConvexJson.write(value, out);
        return this;
    }

    JsonText values(String field, List<ConvexValue> values) {
        return list(field, values, ConvexJson::write);
    }

    JsonText texts(String field, List<String> texts) {
        return list(field, texts, ConvexJson::writeText);
    }

    <T> JsonText list(String field, List<T> items, BiConsumer<T, StringBuilder> write) {
        key(field);
        out.append('[');
        String comma = "";
        for (T item : items) {
            out.append(comma);
            write.accept(item, out);
            comma = ",";
        }
        out.append(']');
        return this;
    }

    /** @param json a whole JSON value */
    JsonText raw(String field, String json) {
        key(field);
        out.append(json);
        return this;
    }

    String end() {
        return out.append('}').toString();
    }

    private void key(String field) {
        out.append(",\"").append(field).append("\":");
    }
}

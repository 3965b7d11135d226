package dev.lockstep.emulator.convex.schema;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a value must look like, as {@code v.…} of the app's code declares it. {@code toString} gives that code back. */
public sealed interface Validator {

    /** The kinds that are told by their name alone. */
    enum Simple implements Validator {
        ANY("any"),
        NULL("null"),
        BOOLEAN("boolean"),
        INT64("int64"),
        COMMIT_TS("commitTs"),
        FLOAT64("float64"),
        STRING("string"),
        /** A handle of some function; which one, and what it takes and gives, is for TypeScript alone. */
        FUNCTION("function"),
        BYTES("bytes");

        private final String text;

        Simple(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return "v." + text + "()";
        }
    }

    record Literal(ConvexValue value) implements Validator {
        @Override
        public String toString() {
            return "v.literal(" + ValueText.of(value) + ")";
        }
    }

    record Id(String table) implements Validator {
        @Override
        public String toString() {
            return "v.id(\"" + table + "\")";
        }
    }

    record ArrayOf(Validator items) implements Validator {
        @Override
        public String toString() {
            return "v.array(" + items + ")";
        }
    }

    record RecordOf(Validator keys, Validator values) implements Validator {
        @Override
        public String toString() {
            return "v.record(" + keys + ", " + values + ")";
        }
    }

    record Union(List<Validator> members) implements Validator {
        @Override
        public String toString() {
            return "v.union(" + members.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
        }
    }

    /** One field of an object. */
    record Field(Validator type, Presence presence) {}

    /** Whether a field may be absent. */
    enum Presence {
        REQUIRED,
        OPTIONAL
    }

    record ObjectOf(SortedMap<String, Field> fields) implements Validator {
        @Override
        public String toString() {
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + ": "
                            + (field.getValue().presence() == Presence.OPTIONAL
                                    ? "v.optional(" + field.getValue().type() + ")"
                                    : field.getValue().type()))
                    .collect(Collectors.joining(", ", "v.object({", "})"));
        }
    }

    /** @throws Refusal 400 for a kind that is not known */
    static Validator of(JsonNode json) {
        String type = json.path("type").asString("");
        return switch (type) {
            case "any" -> Simple.ANY;
            case "null" -> Simple.NULL;
            case "boolean" -> Simple.BOOLEAN;
            case "bigint" -> Simple.INT64;
            case "commitTs" -> Simple.COMMIT_TS;
            case "number" -> Simple.FLOAT64;
            case "string" -> Simple.STRING;
            case "function" -> Simple.FUNCTION;
            case "bytes" -> Simple.BYTES;
            case "literal" -> new Literal(WireJson.value(json.path("value")));
            case "id" -> new Id(json.path("tableName").asString());
            case "array" -> new ArrayOf(of(json.path("value")));
            case "record" ->
                new RecordOf(of(json.path("keys")), of(json.path("values").path("fieldType")));
            case "union" -> {
                var members = new ArrayList<Validator>();
                json.path("value").forEach(member -> members.add(of(member)));
                yield new Union(members);
            }
            case "object" -> {
                var fields = new TreeMap<String, Field>();
                json.path("value")
                        .properties()
                        .forEach(field -> fields.put(
                                field.getKey(),
                                new Field(
                                        of(field.getValue().path("fieldType")),
                                        field.getValue().path("optional").asBoolean(false)
                                                ? Presence.OPTIONAL
                                                : Presence.REQUIRED)));
                yield new ObjectOf(fields);
            }
            default -> throw Refusal.badRequest("InvalidValidator", "Unknown validator type `" + type + "`");
        };
    }
}

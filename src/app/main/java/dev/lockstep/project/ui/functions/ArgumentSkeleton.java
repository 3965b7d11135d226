package dev.lockstep.project.ui.functions;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Arguments to begin with, from the validator that a function has for them: each field with an empty value of its type. */
final class ArgumentSkeleton {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ArgumentSkeleton() {}

    /** @return an object as JSON, indented; {@code {}} when the validator says nothing */
    static String of(String validator) {
        try {
            JsonNode example = example(JsonMapper.shared().readTree(validator));
            return example.isObject() ? example.toPrettyString() : "{}";
        } catch (JacksonException e) {
            return "{}";
        }
    }

    private static JsonNode example(JsonNode validator) {
        return switch (validator.path("type").asString("")) {
            case "object" -> object(validator.path("value"));
            case "array" -> NODES.arrayNode();
            case "record" -> NODES.objectNode();
            case "string", "id" -> NODES.stringNode("");
            case "number" -> NODES.numberNode(0);
            case "bigint" -> NODES.objectNode().put("$integer", "AAAAAAAAAAA=");
            case "boolean" -> NODES.booleanNode(false);
            case "bytes" -> NODES.objectNode().put("$bytes", "");
            case "literal" -> validator.path("value");
            case "union" ->
                validator.path("value").isEmpty()
                        ? NODES.nullNode()
                        : example(validator.path("value").get(0));
            default -> NODES.nullNode();
        };
    }

    /** What may be left out is left out. */
    private static ObjectNode object(JsonNode fields) {
        ObjectNode example = NODES.objectNode();
        fields.properties().forEach(field -> {
            if (!field.getValue().path("optional").asBoolean(false)) {
                example.set(field.getKey(), example(field.getValue().path("fieldType")));
            }
        });
        return example;
    }
}

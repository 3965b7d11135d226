package dev.lockstep.emulator.clerk.people;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an application stores with a person: for everybody, for servers alone, and what browsers may write. Each of the
 * three holds at most 8 KB of JSON.
 */
public record Metadata(ObjectNode open, ObjectNode closed, ObjectNode unsafe) {

    /** Which of the three. */
    public enum Kind {
        PUBLIC("public_metadata"),
        PRIVATE("private_metadata"),
        UNSAFE("unsafe_metadata");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        /** The field's name on the wire. */
        public String field() {
            return field;
        }
    }

    private static final int LIMIT_BYTES = 8 * 1024;

    public static Metadata empty() {
        return new Metadata(
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode());
    }

    public ObjectNode get(Kind kind) {
        return switch (kind) {
            case PUBLIC -> open;
            case PRIVATE -> closed;
            case UNSAFE -> unsafe;
        };
    }

    /** @throws Refusal when the new content is larger than 8 KB */
    public Metadata replaced(Kind kind, ObjectNode content) {
        int bytes = content.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LIMIT_BYTES) {
            throw Refusal.field(
                    "form_param_exceeds_allowed_size",
                    kind.field(),
                    kind.field() + " exceeds the maximum allowed size of 8KB.");
        }
        return new Metadata(
                kind == Kind.PUBLIC ? content : open,
                kind == Kind.PRIVATE ? content : closed,
                kind == Kind.UNSAFE ? content : unsafe);
    }

    /** Merges deeply; a null removes the key at its level. */
    public Metadata merged(Kind kind, ObjectNode change) {
        return replaced(kind, merge(get(kind), change));
    }

    private static ObjectNode merge(ObjectNode before, ObjectNode change) {
        ObjectNode after = before.deepCopy();
        for (var field : change.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                after.remove(field.getKey());
            } else if (value instanceof ObjectNode deeper) {
                // A new object is merged into an empty one, so that the nulls inside it vanish as well.
                ObjectNode under = after.get(field.getKey()) instanceof ObjectNode existing
                        ? existing
                        : JsonNodeFactory.instance.objectNode();
                after.set(field.getKey(), merge(under, deeper));
            } else {
                after.set(field.getKey(), value);
            }
        }
        return after;
    }
}

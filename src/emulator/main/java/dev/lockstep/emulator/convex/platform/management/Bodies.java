package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads fields of request bodies; what is absent or null is empty. Stateless. */
final class Bodies {

    private Bodies() {}

    /** @throws Refusal 400 naming the field that nobody knows, as the service does where its description is closed */
    static void only(JsonNode body, Set<String> fields) {
        body.propertyNames().stream()
                .filter(name -> !fields.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.badRequest("BadJsonBody", "unknown field `" + name + "`");
                });
    }

    static Optional<String> text(JsonNode body, String field) {
        return given(body, field).map(node -> {
            if (!node.isString()) {
                throw wrong(field, "a string");
            }
            return node.asString();
        });
    }

    static Optional<Boolean> flag(JsonNode body, String field) {
        return given(body, field).map(node -> {
            if (!node.isBoolean()) {
                throw wrong(field, "true or false");
            }
            return node.asBoolean();
        });
    }

    static Optional<Long> number(JsonNode body, String field) {
        return given(body, field).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                throw wrong(field, "a whole number");
            }
            return node.asLong();
        });
    }

    static Optional<Instant> time(JsonNode body, String field) {
        return number(body, field).map(Instant::ofEpochMilli);
    }

    private static Optional<JsonNode> given(JsonNode body, String field) {
        JsonNode node = body.path(field);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    private static Refusal wrong(String field, String kind) {
        return Refusal.badRequest("BadJsonBody", "The field `" + field + "` must be " + kind);
    }
}

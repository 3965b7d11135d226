package dev.lockstep.emulator.convex.schema;

import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an app declares about one table.
 *
 * @param indexes fields by descriptor, staged ones included, in the order they were declared
 */
public record TableSchema(String name, Validator documentType, Map<String, List<String>> indexes) {

    static TableSchema of(JsonNode json) {
        var indexes = new LinkedHashMap<String, List<String>>();
        for (String kind : List.of("indexes", "stagedDbIndexes")) {
            for (JsonNode index : json.path(kind)) {
                String descriptor = index.path("indexDescriptor").asString();
                if (descriptor.equals("by_id") || descriptor.equals("by_creation_time") || descriptor.startsWith("_")) {
                    throw Refusal.badRequest(
                            "InvalidSchema",
                            "In table \"" + json.path("tableName").asString() + "\": the index name \"" + descriptor
                                    + "\" is reserved");
                }
                var fields = new ArrayList<String>();
                index.path("fields").forEach(field -> fields.add(field.asString()));
                indexes.put(descriptor, List.copyOf(fields));
            }
        }
        return new TableSchema(json.path("tableName").asString(), Validator.of(json.path("documentType")), indexes);
    }
}

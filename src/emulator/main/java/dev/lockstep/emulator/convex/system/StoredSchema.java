package dev.lockstep.emulator.convex.system;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema as the service keeps it: tables and indexes by name, and at the end of each index the field that the service
 * adds. Stateless.
 */
final class StoredSchema {

    private static final List<String> INDEXES = List.of("indexes", "stagedDbIndexes");
    private static final List<String> OTHERS =
            List.of("searchIndexes", "stagedSearchIndexes", "vectorIndexes", "stagedVectorIndexes");

    private StoredSchema() {}

    /** @param pushed what {@code schema.export()} gave */
    static String of(String pushed) {
        ObjectNode schema = WireJson.parseObject(pushed);
        sort(schema, "tables", "tableName");
        for (JsonNode table : schema.path("tables")) {
            INDEXES.forEach(list -> {
                table.path(list).forEach(StoredSchema::end);
                sort(table, list, "indexDescriptor");
            });
            OTHERS.forEach(list -> sort(table, list, "indexDescriptor"));
        }
        return schema.toString();
    }

    private static void end(JsonNode index) {
        if (index.path("fields") instanceof ArrayNode fields) {
            fields.add("_creationTime");
        }
    }

    private static void sort(JsonNode owner, String list, String name) {
        if (owner.path(list) instanceof ArrayNode array) {
            var sorted = new ArrayList<JsonNode>();
            array.forEach(sorted::add);
            sorted.sort(Comparator.comparing(item -> item.path(name).asString("")));
            array.removeAll();
            array.addAll(sorted);
        }
    }
}

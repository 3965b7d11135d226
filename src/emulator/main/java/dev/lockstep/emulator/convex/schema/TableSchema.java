package dev.lockstep.emulator.convex.schema;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an app declares about one table.
 *
 * @param indexes fields by descriptor in the order they were declared, without those that are only staged
 * @param searchIndexes by descriptor, without those that are only staged
 * @param vectorIndexes by descriptor, without those that are only staged
 * @param indexConfigs every index by descriptor as pushes compare them: {@code {type, …, staged?}}
 */
public record TableSchema(
        String name,
        Validator documentType,
        Map<String, List<String>> indexes,
        Map<String, SearchIndex> searchIndexes,
        Map<String, VectorIndex> vectorIndexes,
        Map<String, ObjectNode> indexConfigs) {

    /** Text that can be searched, narrowed by fields that must be equal. */
    public record SearchIndex(String searchField, List<String> filterFields) {}

    /** Vectors of so many numbers, narrowed by fields that must be equal. */
    public record VectorIndex(String vectorField, int dimensions, List<String> filterFields) {}

    private static final int MAX_INDEXES = 32;
    private static final int MAX_FIELDS = 16;
    private static final int MIN_DIMENSIONS = 2;
    private static final int MAX_DIMENSIONS = 4096;

    static TableSchema of(JsonNode json) {
        var table = new TableSchema(
                json.path("tableName").asString(),
                Validator.of(json.path("documentType")),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        json.path("indexes").forEach(index -> table.addIndex(index, false));
        json.path("stagedDbIndexes").forEach(index -> table.addIndex(index, true));
        json.path("searchIndexes").forEach(index -> table.addSearch(index, false));
        json.path("stagedSearchIndexes").forEach(index -> table.addSearch(index, true));
        json.path("vectorIndexes").forEach(index -> table.addVector(index, false));
        json.path("stagedVectorIndexes").forEach(index -> table.addVector(index, true));
        if (table.indexConfigs.size() > MAX_INDEXES) {
            throw table.invalid("it has more than " + MAX_INDEXES + " indexes");
        }
        return table;
    }

    /** The search index of this name, if it is in use. */
    public Optional<SearchIndex> searchIndex(String descriptor) {
        return Optional.ofNullable(searchIndexes.get(descriptor));
    }

    /** The vector index of this name, if it is in use. */
    public Optional<VectorIndex> vectorIndex(String descriptor) {
        return Optional.ofNullable(vectorIndexes.get(descriptor));
    }

    private void addIndex(JsonNode json, boolean staged) {
        List<String> fields = texts(json.path("fields"));
        if (fields.size() > MAX_FIELDS) {
            throw invalid("the index \"" + json.path("indexDescriptor").asString() + "\" has more than " + MAX_FIELDS
                    + " fields");
        }
        ObjectNode config = WireJson.object().put("type", "database");
        fields.forEach(config.putArray("fields")::add);
        String descriptor = register(json, config, staged);
        if (!staged) {
            indexes.put(descriptor, fields);
        }
    }

    private void addSearch(JsonNode json, boolean staged) {
        var index = new SearchIndex(json.path("searchField").asString(), texts(json.path("filterFields")));
        ObjectNode config = WireJson.object().put("type", "search").put("searchField", index.searchField());
        index.filterFields().forEach(config.putArray("filterFields")::add);
        String descriptor = register(json, config, staged);
        if (!staged) {
            searchIndexes.put(descriptor, index);
        }
    }

    private void addVector(JsonNode json, boolean staged) {
        var index = new VectorIndex(
                json.path("vectorField").asString(),
                json.path("dimensions").asInt(0),
                texts(json.path("filterFields")));
        if (index.dimensions() < MIN_DIMENSIONS || index.dimensions() > MAX_DIMENSIONS) {
            throw invalid("the vector index \"" + json.path("indexDescriptor").asString() + "\" must have "
                    + MIN_DIMENSIONS + " to " + MAX_DIMENSIONS + " dimensions");
        }
        ObjectNode config = WireJson.object()
                .put("type", "vector")
                .put("dimensions", index.dimensions())
                .put("vectorField", index.vectorField());
        index.filterFields().forEach(config.putArray("filterFields")::add);
        String descriptor = register(json, config, staged);
        if (!staged) {
            vectorIndexes.put(descriptor, index);
        }
    }

    private String register(JsonNode json, ObjectNode config, boolean staged) {
        String descriptor = json.path("indexDescriptor").asString();
        if (descriptor.equals("by_id") || descriptor.equals("by_creation_time") || descriptor.startsWith("_")) {
            throw invalid("the index name \"" + descriptor + "\" is reserved");
        }
        if (staged) {
            config.put("staged", true);
        }
        if (indexConfigs.put(descriptor, config) != null) {
            throw invalid("there are two indexes with the name \"" + descriptor + "\"");
        }
        return descriptor;
    }

    private Refusal invalid(String what) {
        return Refusal.badRequest("InvalidSchema", "In table \"" + name + "\": " + what);
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asString()));
        return List.copyOf(texts);
    }
}

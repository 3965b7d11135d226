package dev.lockstep.emulator.convex.schema;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the service refuses of a schema when it is pushed, in its words. A schema that an earlier push left is not held
 * against them. Stateless.
 */
public final class SchemaRules {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
    private static final List<String> INDEXES = List.of("indexes", "stagedDbIndexes");
    private static final List<String> SEARCH_INDEXES = List.of("searchIndexes", "stagedSearchIndexes");
    private static final List<String> VECTOR_INDEXES = List.of("vectorIndexes", "stagedVectorIndexes");

    private SchemaRules() {}

    /**
     * @param json what {@code schema.export()} gives
     * @throws Refusal 400 with the service's code, naming table and index
     */
    public static void check(String json) {
        WireJson.parse(json).path("tables").forEach(SchemaRules::checkTable);
    }

    private static void checkTable(JsonNode table) {
        String name = table.path("tableName").asString("");
        if (!IDENTIFIER.matcher(name).matches()) {
            throw Refusal.badRequest(
                    "InvalidTableName",
                    "Invalid table name: \"" + name + "\". Identifiers must start with a letter and can only contain "
                            + "letters, digits, and underscores.");
        }
        if (name.startsWith("_")) {
            throw Refusal.badRequest("TableNameReserved", name + " is a reserved table name.");
        }
        Validator type = Validator.of(table.path("documentType"));
        if (!isDocument(type)) {
            throw Refusal.badRequest(
                    "InvalidSchema",
                    "In table \"" + name
                            + "\": the type of documents must be an object, a union of objects or v.any(), " + "not "
                            + type);
        }
        checkIndexes(name, type, table);
        checkSearchIndexes(name, type, table);
        checkVectorIndexes(name, type, table);
    }

    private static void checkIndexes(String table, Validator type, JsonNode json) {
        Map<List<String>, String> known = new HashMap<>();
        for (JsonNode index : all(json, INDEXES)) {
            String name = name(index);
            List<String> fields = texts(index.path("fields"));
            checkFields(table, name, fields);
            fields.forEach(field -> require(table, "index", name, type, field));
            String other = known.put(fields, name);
            if (other != null) {
                throw Refusal.badRequest(
                        "IndexNotUnique",
                        "In table \"" + table + "\" index \"" + other + "\" and index \"" + name
                                + "\" have the same fields. Indexes must be unique within a table.");
            }
        }
    }

    private static void checkFields(String table, String index, List<String> fields) {
        String where = "In table \"" + table + "\": In index \"" + index + "\": ";
        if (fields.isEmpty()) {
            throw Refusal.badRequest(
                    "EmptyIndex", "In table \"" + table + "\" index \"" + index + "\" must have at least one field.");
        }
        var seen = new HashSet<String>();
        for (String field : fields) {
            if (field.equals("_id")) {
                throw Refusal.badRequest(
                        "IndexFieldsContainId",
                        where + "`_id` is not a valid index field. To load documents by ID, use `db.get(id)`.");
            }
            if (field.equals("_creationTime")) {
                throw Refusal.badRequest(
                        "IndexFieldsContainCreationTime",
                        where
                                + "`_creationTime` is automatically added to the end of each index. It should not be added "
                                + "explicitly in the index definition.");
            }
            if (field.startsWith("_")) {
                throw Refusal.badRequest(
                        "IndexFieldNameReserved",
                        where + "Reserved fields (starting with `_`) are not allowed in indexes.");
            }
            if (!seen.add(field)) {
                throw Refusal.badRequest(
                        "FieldsNotUniqueWithinIndex",
                        where + "Duplicate field \"" + field + "\". Index fields must be unique within an index.");
            }
        }
    }

    private static void checkSearchIndexes(String table, Validator type, JsonNode json) {
        Map<String, String> known = new HashMap<>();
        for (JsonNode index : all(json, SEARCH_INDEXES)) {
            String name = name(index);
            String field = index.path("searchField").asString("");
            require(table, "search index", name, type, field);
            String other = known.put(field, name);
            if (other != null) {
                throw Refusal.badRequest(
                        "SearchIndexFieldNotUnique",
                        "In table \"" + table + "\" search index \"" + other + "\" and search index \"" + name
                                + "\" have the same `searchField`. Search index fields must be unique within a table.");
            }
        }
    }

    private static void checkVectorIndexes(String table, Validator type, JsonNode json) {
        for (JsonNode index : all(json, VECTOR_INDEXES)) {
            String name = name(index);
            String field = index.path("vectorField").asString("");
            require(table, "vector index", name, type, field);
            if (FieldTypes.at(type, field).stream().noneMatch(SchemaRules::holdsVectors)) {
                throw Refusal.badRequest(
                        "SchemaDefinitionError",
                        "In table \"" + table + "\" the vector index \"" + name + "\" is invalid because the field "
                                + field + " is neither an array of float64 nor any.");
            }
        }
    }

    private static boolean holdsVectors(Validator type) {
        return type == Validator.Simple.ANY
                || (type instanceof Validator.ArrayOf(Validator items)
                        && (items == Validator.Simple.FLOAT64 || items == Validator.Simple.ANY));
    }

    private static void require(String table, String kind, String index, Validator type, String field) {
        if (FieldTypes.at(type, field).isEmpty()) {
            throw Refusal.badRequest(
                    "SchemaDefinitionError",
                    "In table \"" + table + "\" the " + kind + " \"" + index
                            + "\" is invalid because it references the field " + field + " that does not exist.");
        }
    }

    private static boolean isDocument(Validator type) {
        return switch (type) {
            case Validator.ObjectOf object -> true;
            case Validator.Union(var members) -> members.stream().allMatch(SchemaRules::isDocument);
            default -> type == Validator.Simple.ANY;
        };
    }

    private static String name(JsonNode index) {
        String name = index.path("indexDescriptor").asString("");
        if (!IDENTIFIER.matcher(name).matches()) {
            throw Refusal.badRequest(
                    "InvalidIndexName",
                    "Invalid index name: \"" + name + "\". Identifiers must be 64 characters or less, start with a "
                            + "letter, and only contain letters, digits, underscores.");
        }
        return name;
    }

    private static List<JsonNode> all(JsonNode table, List<String> lists) {
        var found = new ArrayList<JsonNode>();
        lists.forEach(list -> table.path(list).forEach(found::add));
        return found;
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asString("")));
        return texts;
    }
}

package dev.lockstep.emulator.convex.schema;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an app declares about its tables; {@link #NONE} when it has no schema.
 *
 * @param validated whether documents are checked; indexes are kept either way
 */
public record AppSchema(Map<String, TableSchema> tables, boolean validated) {

    public static final AppSchema NONE = new AppSchema(Map.of(), false);

    /** @param json what {@code schema.export()} gives; {@code null} for none */
    public static AppSchema of(@Nullable String json) {
        if (json == null) {
            return NONE;
        }
        JsonNode root = WireJson.parse(json);
        var tables = new LinkedHashMap<String, TableSchema>();
        for (JsonNode node : root.path("tables")) {
            TableSchema table = TableSchema.of(node);
            tables.put(table.name(), table);
        }
        return new AppSchema(tables, root.path("schemaValidation").asBoolean(true));
    }

    /** Empty when a document may be in the table; else what is wrong with it. System fields are not looked at. */
    public Optional<String> problem(String table, Obj document, TableNames names) {
        if (!validated || !tables.containsKey(table)) {
            return Optional.empty();
        }
        Obj own = document.without("_id").without("_creationTime");
        return new Validation(names).problem(own, tables.get(table).documentType());
    }
}

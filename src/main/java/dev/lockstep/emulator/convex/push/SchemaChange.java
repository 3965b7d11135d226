package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** From one schema to the next: which indexes come and go, and whether the documents there are fit. Pure. */
record SchemaChange(AppSchema from, AppSchema to) {

    /** A document that does not fit. */
    record Misfit(String table, String error) {}

    /** {@code {added_indexes, removed_indexes}} */
    ObjectNode indexDiff() {
        Map<String, List<String>> before = indexes(from);
        Map<String, List<String>> after = indexes(to);
        ObjectNode diff = WireJson.object();
        list(diff.putArray("added_indexes"), after, before);
        list(diff.putArray("removed_indexes"), before, after);
        return diff;
    }

    /** The first document that the new schema does not allow. */
    Optional<Misfit> misfit(Snapshot snapshot) {
        for (String table : to.tables().keySet()) {
            for (Document document : snapshot.documents(table)) {
                var problem = to.problem(table, document.value(), snapshot::tableOf);
                if (problem.isPresent()) {
                    return Optional.of(new Misfit(
                            table,
                            "Document with ID \"" + document.id() + "\" in table \"" + table
                                    + "\" does not match the schema: " + problem.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, List<String>> indexes(AppSchema schema) {
        var indexes = new TreeMap<String, List<String>>();
        schema.tables()
                .forEach((name, table) ->
                        table.indexes().forEach((index, fields) -> indexes.put(name + "." + index, fields)));
        return indexes;
    }

    private static void list(ArrayNode into, Map<String, List<String>> these, Map<String, List<String>> butNot) {
        these.forEach((name, fields) -> {
            if (!fields.equals(butNot.get(name))) {
                ArrayNode paths = into.addObject()
                        .put("name", name)
                        .put("type", "database")
                        .putArray("fields");
                fields.forEach(paths::add);
            }
        });
    }
}

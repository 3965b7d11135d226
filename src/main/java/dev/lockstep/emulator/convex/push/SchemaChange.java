package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.db.OwnTables;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From one schema of a component to the next: which indexes come and go, and whether the documents there are fit. Pure.
 */
record SchemaChange(ComponentPath component, AppSchema from, AppSchema to) {

    private static final String STAGED = "staged";

    /** A document that does not fit. */
    record Misfit(ComponentPath component, String table, String error) {}

    /**
     * {@code {added_indexes, removed_indexes, enabled_indexes, disabled_indexes}}: one that is only staged or no longer
     * staged is neither added nor removed.
     */
    ObjectNode indexDiff() {
        Map<String, ObjectNode> before = indexes(from);
        Map<String, ObjectNode> after = indexes(to);
        ObjectNode diff = WireJson.object();
        ArrayNode added = diff.putArray("added_indexes");
        ArrayNode removed = diff.putArray("removed_indexes");
        ArrayNode enabled = diff.putArray("enabled_indexes");
        ArrayNode disabled = diff.putArray("disabled_indexes");
        after.forEach((name, config) -> {
            ObjectNode was = before.get(name);
            if (was == null || !unstaged(was).equals(unstaged(config))) {
                added.add(config);
            } else if (!was.equals(config)) {
                (config.has(STAGED) ? disabled : enabled).add(config);
            }
        });
        before.forEach((name, config) -> {
            ObjectNode next = after.get(name);
            if (next == null || !unstaged(next).equals(unstaged(config))) {
                removed.add(config);
            }
        });
        return diff;
    }

    /** The first document that the new schema does not allow. */
    Optional<Misfit> misfit(Snapshot snapshot) {
        var names = new OwnTables(snapshot, component);
        for (String table : to.tables().keySet()) {
            for (Document document : snapshot.documents(component.stored(table))) {
                var problem = to.problem(table, document.value(), names);
                if (problem.isPresent()) {
                    return Optional.of(new Misfit(
                            component,
                            table,
                            "Document with ID \"" + document.id() + "\" in table \"" + table
                                    + "\" does not match the schema: " + problem.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, ObjectNode> indexes(AppSchema schema) {
        var indexes = new TreeMap<String, ObjectNode>();
        schema.tables()
                .forEach((name, table) -> table.indexConfigs().forEach((index, config) -> {
                    String dotted = name + "." + index;
                    ObjectNode named = WireJson.object().put("name", dotted);
                    named.setAll(config);
                    indexes.put(dotted, named);
                }));
        return indexes;
    }

    private static ObjectNode unstaged(ObjectNode config) {
        ObjectNode same = config.deepCopy();
        same.remove(STAGED);
        return same;
    }
}

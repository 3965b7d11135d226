package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.db.OwnTables;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** What becomes of an index; one that has other fields than before is dropped and added. */
    enum Fate {
        ADDED,
        IDENTICAL,
        /** It was only staged. */
        ENABLED,
        /** It is only staged from now on. */
        DISABLED,
        DROPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param config {@code {name, type, …, staged?}}, where the name is {@code table.index} */
    record Index(String table, ObjectNode config, Fate fate) {}

    /** All indexes before and after, those that are dropped at the end. */
    List<Index> indexes() {
        Map<String, ObjectNode> before = indexes(from);
        Map<String, ObjectNode> after = indexes(to);
        var all = new ArrayList<Index>();
        after.forEach((name, config) -> {
            ObjectNode was = before.get(name);
            Fate fate = was == null || !unstaged(was).equals(unstaged(config))
                    ? Fate.ADDED
                    : was.equals(config) ? Fate.IDENTICAL : config.has(STAGED) ? Fate.DISABLED : Fate.ENABLED;
            all.add(new Index(table(name), config, fate));
        });
        before.forEach((name, config) -> {
            ObjectNode next = after.get(name);
            if (next == null || !unstaged(next).equals(unstaged(config))) {
                all.add(new Index(table(name), config, Fate.DROPPED));
            }
        });
        return all;
    }

    /** {@code {added_indexes, removed_indexes, enabled_indexes, disabled_indexes}} */
    ObjectNode indexDiff() {
        ObjectNode diff = WireJson.object();
        Map<Fate, ArrayNode> lists = Map.of(
                Fate.ADDED, diff.putArray("added_indexes"),
                Fate.DROPPED, diff.putArray("removed_indexes"),
                Fate.ENABLED, diff.putArray("enabled_indexes"),
                Fate.DISABLED, diff.putArray("disabled_indexes"));
        for (Index index : indexes()) {
            ArrayNode list = lists.get(index.fate());
            if (list != null) {
                list.add(index.config());
            }
        }
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

    private static String table(String dotted) {
        return dotted.substring(0, dotted.indexOf('.'));
    }

    private static ObjectNode unstaged(ObjectNode config) {
        ObjectNode same = config.deepCopy();
        same.remove(STAGED);
        return same;
    }
}

package dev.lockstep.emulator.convex.store;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * All documents of a deployment at one timestamp, in every index. Immutable: a change gives a new snapshot that shares
 * nearly everything with the old one.
 */
public final class Snapshot {

    private record Index(IndexFields fields, TreePMap<OrderedKey, Document> entries) {}

    private record Table(long number, PMap<String, Index> indexes) {}

    private static final TreePMap<OrderedKey, Document> NO_ENTRIES = TreePMap.empty();

    /** The indexes that every table has. */
    private static final PMap<String, Index> NEW_TABLE = HashTreePMap.<String, Index>empty()
            .plus(IndexName.BY_ID, new Index(IndexFields.ID, NO_ENTRIES))
            .plus(IndexName.BY_CREATION_TIME, new Index(IndexFields.CREATION_TIME, NO_ENTRIES));

    private final long ts;
    private final long bytes;
    private final PMap<String, Table> tables;
    private final PMap<Long, String> names;

    private Snapshot(long ts, long bytes, PMap<String, Table> tables, PMap<Long, String> names) {
        this.ts = ts;
        this.bytes = bytes;
        this.tables = tables;
        this.names = names;
    }

    static Snapshot empty(long ts) {
        return new Snapshot(ts, 0, HashTreePMap.empty(), HashTreePMap.empty());
    }

    /** Nanoseconds since 1970. */
    public long ts() {
        return ts;
    }

    /** The size of all documents together. */
    public long bytes() {
        return bytes;
    }

    public Collection<String> tables() {
        return tables.keySet();
    }

    public Optional<Long> tableNumber(String table) {
        return Optional.ofNullable(tables.get(table)).map(Table::number);
    }

    public Optional<String> tableName(long number) {
        return Optional.ofNullable(names.get(number));
    }

    /** The table that a text is an id of; empty when it is no id or there is no such table. */
    public Optional<String> tableOf(String id) {
        return DocumentId.parse(id).flatMap(parsed -> tableName(parsed.table()));
    }

    /** The indexes that the app declared and the two built in; empty when there is no such table. */
    public Map<String, IndexFields> indexes(String table) {
        var fields = new TreeMap<String, IndexFields>();
        Table found = tables.get(table);
        if (found != null) {
            found.indexes.forEach((name, index) -> fields.put(name, index.fields));
        }
        return fields;
    }

    public Optional<Document> document(DocumentId id) {
        String table = names.get(id.table());
        return table == null
                ? Optional.empty()
                : Optional.ofNullable(byId(table).get(idKey(id)));
    }

    /** Every document of a table in order of id. */
    public Collection<Document> documents(String table) {
        return byId(table).values();
    }

    /** How many documents a table has. */
    public int count(String table) {
        return byId(table).size();
    }

    /** The first entry of an index inside an interval, seen from below or from above. */
    Optional<Map.Entry<OrderedKey, Document>> first(IndexName name, Interval interval, Direction direction) {
        TreePMap<OrderedKey, Document> entries = entries(name);
        Map.Entry<OrderedKey, Document> entry = switch (direction) {
            case ASCENDING -> entries.ceilingEntry(interval.low());
            case DESCENDING -> entries.lowerEntry(interval.high());
        };
        return entry != null && interval.contains(entry.getKey()) ? Optional.of(entry) : Optional.empty();
    }

    /** The same documents, with a table of this number added unless it is there. */
    Snapshot withTable(String table, long number) {
        if (tables.containsKey(table)) {
            return this;
        }
        return new Snapshot(ts, bytes, tables.plus(table, new Table(number, NEW_TABLE)), names.plus(number, table));
    }

    /** The same documents, with exactly these declared indexes on a table; kept ones are not built again. */
    Snapshot withIndexes(String name, Map<String, IndexFields> declared) {
        Table table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("Bug: indexes for table " + name + ", which does not exist");
        }
        PMap<String, Index> indexes = HashTreePMap.<String, Index>empty()
                .plus(IndexName.BY_ID, table.indexes.get(IndexName.BY_ID))
                .plus(IndexName.BY_CREATION_TIME, table.indexes.get(IndexName.BY_CREATION_TIME));
        for (var entry : declared.entrySet()) {
            Index old = table.indexes.get(entry.getKey());
            boolean kept = old != null && old.fields.equals(entry.getValue());
            indexes = indexes.plus(entry.getKey(), kept ? old : build(entry.getValue(), documents(name)));
        }
        return new Snapshot(ts, bytes, tables.plus(name, new Table(table.number, indexes)), names);
    }

    /** The same documents under a later timestamp. */
    Snapshot at(long later) {
        return new Snapshot(later, bytes, tables, names);
    }

    /** Fills empty tables at start-up, much faster than one change at a time. */
    Snapshot filled(Map<String, List<Document>> documents) {
        PMap<String, Table> filled = tables;
        for (var entry : documents.entrySet()) {
            Table table = tables.get(entry.getKey());
            filled = filled.plus(entry.getKey(), new Table(table.number, build(table.indexes, entry.getValue())));
        }
        long total = documents.values().stream()
                .flatMap(List::stream)
                .mapToLong(Document::size)
                .sum();
        return new Snapshot(ts, bytes + total, filled, names);
    }

    /** The same, but for the tables of a reload. */
    Snapshot with(Reload reload) {
        PMap<String, Table> reloaded = tables;
        PMap<Long, String> renamed = names;
        // All numbers go before any comes, since two tables may swap theirs.
        for (Reload.Content content : reload.contents()) {
            renamed =
                    renamed.minusAll(tableNumber(content.table()).map(List::of).orElse(List.of()));
        }
        for (String table : reload.dropped()) {
            renamed = renamed.minusAll(tableNumber(table).map(List::of).orElse(List.of()));
            reloaded = reloaded.minus(table);
        }
        for (Reload.Content content : reload.contents()) {
            renamed = renamed.plus(content.number(), content.table());
            Table old = tables.get(content.table());
            reloaded = reloaded.plus(
                    content.table(),
                    new Table(content.number(), build(old == null ? NEW_TABLE : old.indexes, content.documents())));
        }
        return new Snapshot(ts, bytes + reload.growth(this), reloaded, renamed);
    }

    /** Every key that a table has in every index. */
    Map<IndexName, List<OrderedKey>> keysOf(String name) {
        Table table = tables.get(name);
        var keys = new HashMap<IndexName, List<OrderedKey>>();
        if (table != null) {
            table.indexes.forEach(
                    (index, built) -> keys.put(new IndexName(name, index), new ArrayList<>(built.entries.keySet())));
        }
        return keys;
    }

    Snapshot with(Change change) {
        Table table = tables.get(change.table());
        if (table == null) {
            throw new IllegalStateException("Bug: a change in table " + change.table() + ", which does not exist");
        }
        PMap<String, Index> indexes = table.indexes;
        for (var entry : table.indexes.entrySet()) {
            IndexFields fields = entry.getValue().fields;
            TreePMap<OrderedKey, Document> entries = entry.getValue().entries;
            OrderedKey oldKey = change.beforeKey(fields);
            OrderedKey newKey = change.afterKey(fields);
            if (oldKey != null && !oldKey.equals(newKey)) {
                entries = entries.minus(oldKey);
            }
            if (newKey != null && change.after() != null) {
                entries = entries.plus(newKey, change.after());
            }
            indexes = indexes.plus(entry.getKey(), new Index(fields, entries));
        }
        return new Snapshot(
                ts, bytes + change.growth(), tables.plus(change.table(), new Table(table.number, indexes)), names);
    }

    /** Adds the keys, in every index, that a change touches: what other transactions' reads are checked against. */
    void addKeys(Change change, Map<IndexName, List<OrderedKey>> keys) {
        Table table = tables.get(change.table());
        if (table == null) {
            return;
        }
        table.indexes.forEach((name, index) -> {
            var touched = keys.computeIfAbsent(new IndexName(change.table(), name), first -> new ArrayList<>());
            OrderedKey before = change.beforeKey(index.fields);
            OrderedKey after = change.afterKey(index.fields);
            if (before != null) {
                touched.add(before);
            }
            if (after != null) {
                touched.add(after);
            }
        });
    }

    static OrderedKey idKey(DocumentId id) {
        return OrderedKey.of(List.of(ConvexValue.text(id.text())));
    }

    private TreePMap<OrderedKey, Document> byId(String table) {
        return entries(new IndexName(table, IndexName.BY_ID));
    }

    private TreePMap<OrderedKey, Document> entries(IndexName name) {
        Table table = tables.get(name.table());
        @Nullable Index index = table == null ? null : table.indexes.get(name.index());
        return index == null ? NO_ENTRIES : index.entries;
    }

    /** The same indexes over other documents; each document is parsed once for all of them. */
    private static PMap<String, Index> build(PMap<String, Index> indexes, Collection<Document> documents) {
        Map<String, TreeMap<OrderedKey, Document>> sorted = new HashMap<>();
        for (Document document : documents) {
            var value = document.value();
            indexes.forEach((name, index) ->
                    sorted.computeIfAbsent(name, entries -> new TreeMap<>()).put(index.fields.key(value), document));
        }
        PMap<String, Index> built = indexes;
        for (var index : indexes.entrySet()) {
            var entries = sorted.get(index.getKey());
            built = built.plus(
                    index.getKey(),
                    new Index(index.getValue().fields, entries == null ? NO_ENTRIES : TreePMap.fromSortedMap(entries)));
        }
        return built;
    }

    private static Index build(IndexFields fields, Collection<Document> documents) {
        var sorted = new TreeMap<OrderedKey, Document>();
        documents.forEach(document -> sorted.put(fields.key(document.value()), document));
        return new Index(fields, TreePMap.fromSortedMap(sorted));
    }
}

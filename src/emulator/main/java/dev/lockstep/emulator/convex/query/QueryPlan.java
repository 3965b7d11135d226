package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A query ready to run: which interval of what, in which direction, through which operators.
 *
 * @param fingerprint tells queries apart, so that a cursor of one is not used for another
 */
public record QueryPlan(
        Origin origin, Interval interval, Direction direction, List<Operator> operators, int fingerprint) {

    /** What is visited. */
    sealed interface Origin {

        record Index(IndexName name) implements Origin {}

        record Search(TextSearch search) implements Origin {}
    }

    /** Whether it walks along an index; a search looks at everything that it finds. */
    boolean isOverIndex() {
        return origin instanceof Origin.Index;
    }

    /** @param part of this plan's interval */
    Source source(Transaction transaction, Interval part) {
        return switch (origin) {
            case Origin.Index(var name) -> new ScanSource(transaction.scan(name, part, direction));
            case Origin.Search(var search) -> search.source(transaction, part);
        };
    }

    /** One step after the source, applied in order. */
    public sealed interface Operator {

        /** Lets documents through for which the expression is true. */
        record Where(Expression condition) implements Operator {}

        /** Ends the query after this many documents. */
        record Limit(long count) implements Operator {}
    }

    /**
     * Reads the protocol's form of a query.
     *
     * @param schema of the component
     * @param component whose tables are meant
     * @throws FunctionError for an unknown index, or a range or search that does not follow the index
     */
    public static QueryPlan of(JsonNode query, Snapshot snapshot, AppSchema schema, ComponentPath component) {
        JsonNode source = query.path("source");
        Direction direction =
                "desc".equals(source.path("order").asString("asc")) ? Direction.DESCENDING : Direction.ASCENDING;
        List<Operator> operators = operators(query.path("operators"));
        int fingerprint = query.toString().hashCode();
        return switch (source.path("type").asString("")) {
            case "FullTableScan" ->
                new QueryPlan(
                        new Origin.Index(new IndexName(
                                stored(source.path("tableName").asString(), component), IndexName.BY_CREATION_TIME)),
                        Interval.ALL,
                        direction,
                        operators,
                        fingerprint);
            case "IndexRange" -> {
                IndexName index = indexName(source.path("indexName").asString(), component);
                IndexFields fields = fields(index, snapshot);
                yield new QueryPlan(
                        new Origin.Index(index),
                        IndexRange.interval(index, fields, source.path("range")),
                        direction,
                        operators,
                        fingerprint);
            }
            case "Search" ->
                new QueryPlan(
                        new Origin.Search(search(source, schema, component)),
                        Interval.ALL,
                        Direction.ASCENDING,
                        operators,
                        fingerprint);
            default -> throw new FunctionError("Unknown query source " + source.path("type"));
        };
    }

    /** Every document of a stored table by time of creation; for functions of ours. */
    public static QueryPlan wholeTable(String stored, Direction direction) {
        return new QueryPlan(
                new Origin.Index(new IndexName(stored, IndexName.BY_CREATION_TIME)),
                Interval.ALL,
                direction,
                List.of(),
                (stored + direction).hashCode());
    }

    private static TextSearch search(JsonNode source, AppSchema schema, ComponentPath component) {
        String name = source.path("indexName").asString("");
        int dot = name.indexOf('.');
        String table = name.substring(0, Math.max(0, dot));
        return Optional.ofNullable(schema.tables().get(table))
                .flatMap(declared -> declared.searchIndex(name.substring(dot + 1)))
                .map(index -> TextSearch.of(component.stored(table), name, index, source.path("filters")))
                .orElseThrow(() -> new FunctionError("Search index " + name + " not found."));
    }

    /** Of the system's tables functions can see these two alone. */
    private static String stored(String table, ComponentPath component) {
        if (table.startsWith("_") && !table.equals(DocumentStore.SCHEDULED) && !table.equals(DocumentStore.STORAGE)) {
            throw new FunctionError("Table " + table + " not found");
        }
        return component.stored(table);
    }

    private static IndexName indexName(String dotted, ComponentPath component) {
        int dot = dotted.indexOf('.');
        if (dot < 0) {
            throw new FunctionError("Index name `" + dotted + "` must be `table.index`");
        }
        return new IndexName(stored(dotted.substring(0, dot), component), dotted.substring(dot + 1));
    }

    private static IndexFields fields(IndexName index, Snapshot snapshot) {
        IndexFields fields = snapshot.indexes(index.table()).get(index.index());
        if (fields != null) {
            return fields;
        }
        // A table that nobody has written to yet still has its two built-in indexes.
        return switch (index.index()) {
            case IndexName.BY_ID -> new IndexFields(List.of("_id"));
            case IndexName.BY_CREATION_TIME -> new IndexFields(List.of("_creationTime", "_id"));
            default -> throw new FunctionError("Index " + index + " not found.");
        };
    }

    private static List<Operator> operators(JsonNode nodes) {
        var operators = new ArrayList<Operator>();
        for (JsonNode node : nodes) {
            if (node.has("filter")) {
                operators.add(new Operator.Where(Expression.of(node.get("filter"))));
            } else if (node.has("limit")) {
                operators.add(new Operator.Limit(node.get("limit").asLong()));
            } else {
                throw new FunctionError("Unknown query operator " + node);
            }
        }
        return operators;
    }
}

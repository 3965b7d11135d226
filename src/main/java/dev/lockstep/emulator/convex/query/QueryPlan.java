package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A query ready to run: which interval of which index, in which direction, through which operators.
 *
 * @param fingerprint tells queries apart, so that a cursor of one is not used for another
 */
public record QueryPlan(
        IndexName index, Interval interval, Direction direction, List<Operator> operators, int fingerprint) {

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
     * @throws FunctionError for an unknown index, a range that does not follow the index, or a search
     */
    public static QueryPlan of(JsonNode query, Snapshot snapshot) {
        JsonNode source = query.path("source");
        Direction direction =
                "desc".equals(source.path("order").asString("asc")) ? Direction.DESCENDING : Direction.ASCENDING;
        List<Operator> operators = operators(query.path("operators"));
        int fingerprint = query.toString().hashCode();
        return switch (source.path("type").asString("")) {
            case "FullTableScan" ->
                new QueryPlan(
                        new IndexName(source.path("tableName").asString(), IndexName.BY_CREATION_TIME),
                        Interval.ALL,
                        direction,
                        operators,
                        fingerprint);
            case "IndexRange" -> {
                IndexName index = indexName(source.path("indexName").asString());
                IndexFields fields = fields(index, snapshot);
                yield new QueryPlan(
                        index,
                        IndexRange.interval(index, fields, source.path("range")),
                        direction,
                        operators,
                        fingerprint);
            }
            case "Search" ->
                throw new FunctionError("Search indexes are not supported in the emulator yet (index "
                        + source.path("indexName").asString() + ")");
            default -> throw new FunctionError("Unknown query source " + source.path("type"));
        };
    }

    private static IndexName indexName(String dotted) {
        int dot = dotted.indexOf('.');
        if (dot < 0) {
            throw new FunctionError("Index name `" + dotted + "` must be `table.index`");
        }
        return new IndexName(dotted.substring(0, dot), dotted.substring(dot + 1));
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

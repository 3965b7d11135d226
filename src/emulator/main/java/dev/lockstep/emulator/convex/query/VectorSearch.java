package dev.lockstep.emulator.convex.query;

import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.schema.TableSchema.VectorIndex;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A search for the nearest vectors, by exact cosine similarity: every vector of the table is compared. */
public final class VectorSearch {

    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 256;

    private record Hit(Document document, double score) {}

    private final String table;
    private final VectorIndex index;
    private final double[] vector;
    private final int limit;
    private final @Nullable Expression filter;

    private VectorSearch(String table, VectorIndex index, double[] vector, int limit, @Nullable Expression filter) {
        this.table = table;
        this.index = index;
        this.vector = vector;
        this.limit = limit;
        this.filter = filter;
    }

    /**
     * Reads {@code {indexName, limit?, vector, expressions}}.
     *
     * @throws FunctionError when there is no such index, or the vector or the limit do not fit it
     */
    public static VectorSearch of(JsonNode query, AppSchema schema, ComponentPath component) {
        String name = query.path("indexName").asString("");
        int dot = name.indexOf('.');
        VectorIndex index = Optional.ofNullable(schema.tables().get(name.substring(0, Math.max(0, dot))))
                .flatMap(table -> table.vectorIndex(name.substring(dot + 1)))
                .orElseThrow(() -> new FunctionError("Vector index " + name + " not found."));
        double[] vector = new double[query.path("vector").size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = query.path("vector").path(i).asDouble(Double.NaN);
        }
        if (vector.length != index.dimensions()) {
            throw new FunctionError("Vector index " + name + " expects vectors of " + index.dimensions()
                    + " dimensions, but the query has " + vector.length + ".");
        }
        int limit = query.path("limit").asInt(DEFAULT_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new FunctionError("Vector queries can return 1 to " + MAX_LIMIT + " results, not " + limit + ".");
        }
        JsonNode expression = query.path("expressions");
        Expression filter = expression.isNull() || expression.isMissingNode() ? null : Expression.of(expression);
        if (filter != null) {
            requireIndexed(filter, name, index);
        }
        return new VectorSearch(component.stored(name.substring(0, dot)), index, vector, limit, filter);
    }

    private static void requireIndexed(Expression filter, String name, VectorIndex index) {
        filter.fields()
                .filter(field -> !index.filterFields().contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw new FunctionError("Vector query against " + name + " contains a filter on \"" + field
                            + "\" but that field isn't indexed for filtering in `filterFields`.");
                });
    }

    /** The ids and scores of the nearest documents, the best first: {@code {results: [{_id, _score}]}}. */
    public String results(Snapshot snapshot) {
        var hits = new ArrayList<Hit>();
        for (Document document : snapshot.documents(table)) {
            Obj value = document.value();
            if ((filter == null || filter.holds(value))
                    && IndexFields.at(value, index.vectorField()) instanceof Array(var numbers)
                    && numbers.size() == vector.length) {
                hits.add(new Hit(document, similarity(numbers)));
            }
        }
        hits.sort(Comparator.comparingDouble(Hit::score).reversed());
        var json = WireJson.object();
        var results = json.putArray("results");
        hits.stream()
                .limit(limit)
                .forEach(hit -> results.addObject()
                        .put("_id", hit.document().id().text())
                        .put("_score", hit.score()));
        return json.toString();
    }

    private double similarity(List<?> numbers) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < vector.length; i++) {
            double number = numbers.get(i) instanceof Float64(double found) ? found : 0;
            product += vector[i] * number;
            left += vector[i] * vector[i];
            right += number * number;
        }
        return left == 0 || right == 0 ? 0 : product / Math.sqrt(left * right);
    }
}

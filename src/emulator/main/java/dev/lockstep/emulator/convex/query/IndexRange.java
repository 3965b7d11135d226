package dev.lockstep.emulator.convex.query;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The interval that {@code q.eq(…).eq(…).gt(…).lt(…)} means: equalities on the first fields, bounds on the next one. */
final class IndexRange {

    private IndexRange() {}

    static Interval interval(IndexName index, IndexFields fields, JsonNode range) {
        var equal = new ArrayList<@Nullable ConvexValue>();
        OrderedKey low = null;
        OrderedKey high = null;
        for (JsonNode step : range) {
            String type = step.path("type").asString();
            checkField(index, fields, step.path("fieldPath").asString(), equal.size());
            @Nullable ConvexValue value = valueOrUndefined(step.path("value"));
            if (type.equals("Eq")) {
                if (low != null || high != null) {
                    throw outOfOrder(index, fields);
                }
                equal.add(value);
                continue;
            }
            var parts = new ArrayList<>(equal);
            parts.add(value);
            OrderedKey bound = OrderedKey.of(parts);
            switch (type) {
                case "Gt" -> low = once(low, bound.afterPrefix(), index);
                case "Gte" -> low = once(low, bound, index);
                case "Lt" -> high = once(high, bound, index);
                case "Lte" -> high = once(high, bound.afterPrefix(), index);
                default -> throw new FunctionError("Unknown index range expression " + type);
            }
        }
        Interval prefix = Interval.prefix(OrderedKey.of(equal));
        return new Interval(low == null ? prefix.low() : low, high == null ? prefix.high() : high);
    }

    static @Nullable ConvexValue valueOrUndefined(JsonNode node) {
        return node.isObject() && node.has("$undefined") ? null : WireJson.value(node);
    }

    private static void checkField(IndexName index, IndexFields fields, String path, int position) {
        List<String> paths = fields.paths();
        if (position >= paths.size() || !paths.get(position).equals(path)) {
            throw outOfOrder(index, fields);
        }
    }

    private static FunctionError outOfOrder(IndexName index, IndexFields fields) {
        return new FunctionError("Tried to query index " + index
                + " but the query didn't use the index fields in order."
                + "\nIndex fields: " + fields.paths() + "\nAn index range must be equalities on the first fields, "
                + "then at most one lower and one upper bound on the next one.");
    }

    private static OrderedKey once(@Nullable OrderedKey before, OrderedKey bound, IndexName index) {
        if (before != null) {
            throw new FunctionError("The range over index " + index + " has more than one bound on the same side");
        }
        return bound;
    }
}

package dev.lockstep.emulator.convex.limit;

import dev.lockstep.emulator.convex.limit.Usage.Metric;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code transactionLimits} and {@code ctx.meta.getTransactionMetrics()}, by the words of npm's convex. Stateless. */
public final class NestedLimits {

    private NestedLimits() {}

    /**
     * Reads {@code {bytesRead?, documentsWritten?, …}}; what is not known is passed over.
     *
     * @throws FunctionError for a limit that is no number of 0 or more
     */
    public static Map<Metric, Long> of(JsonNode json) {
        var limits = new EnumMap<Metric, Long>(Metric.class);
        for (Metric metric : Metric.values()) {
            JsonNode limit = json.path(metric.word());
            if (limit.isNumber() && limit.asDouble() >= 0) {
                limits.put(metric, (long) limit.asDouble());
            } else if (!limit.isMissingNode() && !limit.isNull()) {
                throw new FunctionError("Invalid argument `transactionLimits`: `" + metric.word()
                        + "` must be a number of 0 or more, not " + limit);
            }
        }
        return limits;
    }

    /** {@code {bytesRead: {used, remaining}, …}} */
    public static String metrics(Usage usage) {
        var metrics = WireJson.object();
        for (Metric metric : Metric.values()) {
            metrics.putObject(metric.word()).put("used", usage.used(metric)).put("remaining", usage.remaining(metric));
        }
        return metrics.toString();
    }
}

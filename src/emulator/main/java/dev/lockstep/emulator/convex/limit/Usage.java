package dev.lockstep.emulator.convex.limit;

import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a transaction has used of what it may use. A call inside may be held to less, which counts from where it begins.
 * Used by one thread at a time. Errors: {@link FunctionError} in the service's words when a limit is passed.
 */
public final class Usage {

    private static final String HINT = ". Consider using smaller limits in your queries, paginating your queries, or "
            + "using indexed queries with a selective index range expressions.";

    /** Files count, and nobody says how many are too many. */
    private static final long UNLIMITED = (1L << 53) - 1;

    /** What is counted. */
    public enum Metric {
        BYTES_READ(
                "bytesRead", Limits.READ_BYTES, "Too many bytes read in a single function execution", " bytes", HINT),
        BYTES_WRITTEN(
                "bytesWritten",
                Limits.WRITTEN_BYTES,
                "Too many bytes written in a single function execution",
                " bytes"),
        DATABASE_QUERIES("databaseQueries", Limits.READ_RANGES, "Too many reads in a single function execution"),
        DOCUMENTS_READ(
                "documentsRead",
                Limits.READ_DOCUMENTS,
                "Too many documents read in a single function execution",
                "",
                HINT),
        DOCUMENTS_WRITTEN(
                "documentsWritten", Limits.WRITTEN_DOCUMENTS, "Too many writes in a single function execution"),
        FUNCTIONS_SCHEDULED("functionsScheduled", Limits.SCHEDULED, "Too many functions scheduled by this mutation"),
        SCHEDULED_ARGS_BYTES(
                "scheduledFunctionArgsBytes",
                Limits.SCHEDULED_BYTES,
                "Too large total size of the arguments of scheduled functions from this mutation",
                " bytes"),
        FILES_WRITTEN("filesWritten", UNLIMITED, "Too many files written in a single function execution"),
        FILE_BYTES_WRITTEN(
                "fileWriteBytes",
                UNLIMITED,
                "Too many bytes of files written in a single function execution",
                " bytes"),
        FILES_READ("filesRead", UNLIMITED, "Too many files read in a single function execution"),
        FILE_BYTES_READ(
                "fileReadBytes", UNLIMITED, "Too many bytes of files read in a single function execution", " bytes");

        private final String word;
        private final long limit;
        private final String problem;
        private final String unit;
        private final String hint;

        Metric(String word, long limit, String problem) {
            this(word, limit, problem, "", "");
        }

        Metric(String word, long limit, String problem, String unit) {
            this(word, limit, problem, unit, "");
        }

        Metric(String word, long limit, String problem, String unit, String hint) {
            this.word = word;
            this.limit = limit;
            this.problem = problem;
            this.unit = unit;
            this.hint = hint;
        }

        /** The protocol's word. */
        public String word() {
            return word;
        }
    }

    /** What writing used: it counts no more when what was written is taken back. */
    public record Written(Map<Metric, Long> used) {}

    private static final List<Metric> WRITES = List.of(
            Metric.BYTES_WRITTEN,
            Metric.DOCUMENTS_WRITTEN,
            Metric.FUNCTIONS_SCHEDULED,
            Metric.SCHEDULED_ARGS_BYTES,
            Metric.FILES_WRITTEN,
            Metric.FILE_BYTES_WRITTEN);

    /** @param from what had been used when the limit began to count */
    private record Ceiling(long from, long limit) {
        private long top() {
            return from + limit;
        }
    }

    private final long[] used = new long[Metric.values().length];
    private Ceiling[] ceilings = new Ceiling[Metric.values().length];

    public Usage() {
        for (Metric metric : Metric.values()) {
            ceilings[metric.ordinal()] = new Ceiling(0, metric.limit);
        }
    }

    /** @param amount less than nothing for what came to nothing after all */
    public void add(Metric metric, long amount) {
        used[metric.ordinal()] += amount;
        Ceiling ceiling = ceiling(metric);
        if (used(metric) > ceiling.top()) {
            throw new FunctionError(metric.problem + " (limit: " + ceiling.limit + metric.unit + ")" + metric.hint);
        }
    }

    /** By the whole transaction, calls inside included. */
    public long used(Metric metric) {
        return used[metric.ordinal()];
    }

    /** What may still be used, by the call that runs. */
    public long remaining(Metric metric) {
        return Math.max(0, ceiling(metric).top() - used(metric));
    }

    /**
     * Does work that may use no more than these amounts itself, and no more than what is left at all.
     *
     * @param limits of 0 and more
     */
    public <T> T within(Map<Metric, Long> limits, Supplier<T> work) {
        Ceiling[] outer = ceilings;
        Ceiling[] inner = outer.clone();
        limits.forEach((metric, limit) -> {
            if (limit < outer[metric.ordinal()].top() - used(metric)) {
                inner[metric.ordinal()] = new Ceiling(used(metric), limit);
            }
        });
        ceilings = inner;
        try {
            return work.get();
        } finally {
            ceilings = outer;
        }
    }

    /** What {@link #restore} takes back to. */
    public Written written() {
        var written = new EnumMap<Metric, Long>(Metric.class);
        WRITES.forEach(metric -> written.put(metric, used(metric)));
        return new Written(written);
    }

    /** Forgets what was written since. */
    public void restore(Written written) {
        written.used.forEach((metric, amount) -> used[metric.ordinal()] = amount);
    }

    private Ceiling ceiling(Metric metric) {
        return ceilings[metric.ordinal()];
    }
}

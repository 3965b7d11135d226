package dev.lockstep.convex;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of a Convex function that gave no result. A refusal by the function itself, a ConvexError whose data has
 * {@code code}, {@code message} and perhaps {@code field}, gives its code, sentence and field; the function decides
 * in them what the person reads.
 */
public final class ConvexProblem extends Problem {

    private final @Nullable ConvexValue data;
    private final Outcome outcome;

    /** What is known of the function's effect. */
    enum Outcome {
        /** It did not run, or what it wrote was not kept. */
        NO_EFFECT,
        /** It was sent, and no answer says what became of it. */
        UNKNOWN
    }

    ConvexProblem(
            ProblemCode code,
            Kind kind,
            String sentence,
            String nextStep,
            List<Field> fields,
            @Nullable Duration retryAfter,
            @Nullable ConvexValue data,
            Outcome outcome,
            @Nullable Throwable cause) {
        super(code, kind, sentence, nextStep, fields, retryAfter, cause);
        this.data = data;
        this.outcome = outcome;
    }

    /** What the function's ConvexError carried, Convex's null included; empty for every other problem. */
    public Optional<ConvexValue> data() {
        return Optional.ofNullable(data);
    }

    /**
     * Whether the outcome is unknown: a mutation or an action was sent and no answer came. It may have had its whole
     * effect, so it may be repeated only if it takes an operation id. Always false for queries, which have no effect.
     */
    public boolean mayHaveRun() {
        return outcome == Outcome.UNKNOWN;
    }
}

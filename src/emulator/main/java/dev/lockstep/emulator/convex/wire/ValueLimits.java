package dev.lockstep.emulator.convex.wire;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How many parts a value may have, wherever it is: in a document, as an argument, as a result. Stateless. */
public final class ValueLimits {

    private static final int ARRAY_LENGTH = 8192;
    private static final int OBJECT_FIELDS = 1024;

    private ValueLimits() {}

    /** What is too large, in the service's words; empty when nothing is. */
    public static Optional<String> problem(ConvexValue value) {
        return switch (value) {
            case Array(List<ConvexValue> items)
            when items.size() > ARRAY_LENGTH ->
                Optional.of("Array length is too long (" + items.size() + " > maximum length " + ARRAY_LENGTH + ")");
            case Array(List<ConvexValue> items) -> first(items);
            case Obj(var fields)
            when fields.size() > OBJECT_FIELDS ->
                Optional.of(
                        "Object has too many fields (" + fields.size() + " > maximum number " + OBJECT_FIELDS + ")");
            case Obj(var fields) -> first(fields.values());
            default -> Optional.empty();
        };
    }

    private static Optional<String> first(Collection<ConvexValue> parts) {
        for (ConvexValue part : parts) {
            Optional<String> problem = problem(part);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }
}

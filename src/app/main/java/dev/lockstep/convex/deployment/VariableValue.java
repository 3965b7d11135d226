package dev.lockstep.convex.deployment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The value of an environment variable: a secret more often than not, so that it is never printed; unlike a {@code Secret}
 * it may be empty.
 */
public record VariableValue(String text) {

    /** Values by name, as a file gives them, in their order. */
    public static SequencedMap<String, VariableValue> all(Map<String, String> texts) {
        var values = new LinkedHashMap<String, VariableValue>();
        texts.forEach((name, text) -> values.put(name, new VariableValue(text)));
        return values;
    }

    @Override
    public String toString() {
        return "•••";
    }
}

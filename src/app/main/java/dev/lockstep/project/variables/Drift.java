package dev.lockstep.project.variables;

import dev.lockstep.convex.deployment.VariableValue;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a deployment's variables stand to what new deployments of its type would begin with. Names only.
 *
 * @param differing there and with another value
 * @param missing defaults that the deployment does not have
 */
public record Drift(SortedSet<String> differing, SortedSet<String> missing) {

    /** Nothing to tell: for a deployment whose project has no defaults. */
    public static final Drift NONE = new Drift(new TreeSet<>(), new TreeSet<>());

    public static Drift between(Map<String, VariableValue> now, Map<String, VariableValue> defaults) {
        var differing = new TreeSet<String>();
        var missing = new TreeSet<String>();
        defaults.forEach((name, value) -> {
            VariableValue present = now.get(name);
            if (present == null) {
                missing.add(name);
            } else if (!present.equals(value)) {
                differing.add(name);
            }
        });
        return new Drift(differing, missing);
    }
}

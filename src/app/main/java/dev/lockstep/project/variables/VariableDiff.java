package dev.lockstep.project.variables;

import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What applying some variables would do to a deployment; those it says nothing of stay.
 *
 * @param added names that are new
 * @param changed names whose value differs
 * @param same names that have that value already
 */
public record VariableDiff(List<String> added, List<String> changed, List<String> same, List<VariableChange> changes) {

    public VariableDiff {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        same = List.copyOf(same);
        changes = List.copyOf(changes);
    }

    public static VariableDiff between(Map<String, VariableValue> now, Map<String, VariableValue> wanted) {
        var added = new ArrayList<String>();
        var changed = new ArrayList<String>();
        var same = new ArrayList<String>();
        var changes = new ArrayList<VariableChange>();
        wanted.forEach((name, value) -> {
            VariableValue present = now.get(name);
            if (value.equals(present)) {
                same.add(name);
                return;
            }
            (present == null ? added : changed).add(name);
            changes.add(new VariableChange(name, Optional.of(value)));
        });
        return new VariableDiff(added, changed, same, changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}

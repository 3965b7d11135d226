package dev.lockstep.sync.table;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A record as people see it: what Convex has, with what waits laid over it in order.
 *
 * @param deleted whether it counts as deleted
 */
public record Overlay(Obj fields, boolean deleted) {

    /**
     * @param base as Convex has it; empty where it has none
     * @param waiting what has not arrived, oldest first
     * @return empty when there is nothing to see: Convex has none, and nothing that waits makes one
     */
    public static Optional<Overlay> of(Optional<Overlay> base, List<Op> waiting) {
        Optional<Overlay> shown = base;
        for (Op op : waiting) {
            shown = laidOver(shown, op);
        }
        return shown;
    }

    private static Optional<Overlay> laidOver(Optional<Overlay> under, Op op) {
        Obj before = under.map(Overlay::fields).orElseGet(ConvexValue::emptyObject);
        return switch (op.kind()) {
            case UPSERT -> Optional.of(new Overlay(set(before, op.fields()), false));
            case DELETE -> under.map(there -> new Overlay(there.fields(), true));
            case RESTORE -> under.map(there -> new Overlay(set(before, op.fields()), false));
        };
    }

    private static Obj set(Obj before, Obj changed) {
        var all = new TreeMap<>(before.fields());
        changed.fields().forEach((name, value) -> {
            if (value.equals(ConvexValue.NULL)) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return new Obj(all);
    }
}

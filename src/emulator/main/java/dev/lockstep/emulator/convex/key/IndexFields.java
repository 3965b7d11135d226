package dev.lockstep.emulator.convex.key;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an index is ordered by.
 *
 * @param paths dotted field paths; the last two are always {@code _creationTime} and {@code _id} (only {@code _id} for
 *     the index by id), so that no two documents share a key
 */
public record IndexFields(List<String> paths) {

    /** Of {@link IndexName#BY_ID}. */
    public static final IndexFields ID = new IndexFields(List.of("_id"));
    /** Of {@link IndexName#BY_CREATION_TIME}. */
    public static final IndexFields CREATION_TIME = new IndexFields(List.of("_creationTime", "_id"));

    public IndexFields {
        paths = List.copyOf(paths);
    }

    /** The fields of an index that the app declared, with the two that make keys unique. */
    public static IndexFields declared(List<String> fields) {
        var paths = new ArrayList<>(fields);
        if (!paths.contains("_creationTime")) {
            paths.add("_creationTime");
        }
        paths.add("_id");
        return new IndexFields(paths);
    }

    /** The key of a whole document, system fields included. */
    public OrderedKey key(Obj value) {
        var parts = new ArrayList<@Nullable ConvexValue>(paths.size());
        for (String path : paths) {
            parts.add(at(value, path));
        }
        return OrderedKey.of(parts);
    }

    /** The value at a dotted path; {@code null} (undefined) where some step is missing. */
    public static @Nullable ConvexValue at(Obj value, String path) {
        if (path.indexOf('.') < 0) {
            return value.fields().get(path);
        }
        ConvexValue current = value;
        for (String step : path.split("\\.", -1)) {
            if (!(current instanceof Obj(var fields)) || !fields.containsKey(step)) {
                return null;
            }
            current = fields.get(step);
        }
        return current;
    }
}

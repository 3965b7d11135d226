package dev.lockstep.emulator.convex.wire;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.CommitTime;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.util.Collection;
import java.util.TreeMap;

/** The placeholder that {@code db.vars.commitTs} is, and what takes its place when a mutation commits. Stateless. */
public final class CommitTimes {

    private static final String PLACEHOLDER = ConvexJson.encode(ConvexValue.COMMIT_TIME);

    private CommitTimes() {}

    /** Whether encoded JSON holds the placeholder; inside a text its quotes would be escaped. */
    public static boolean isIn(String json) {
        return json.contains(PLACEHOLDER);
    }

    /** Whether a value holds the placeholder. */
    public static boolean isIn(ConvexValue value) {
        return switch (value) {
            case CommitTime time -> true;
            case Array(var items) -> isInAny(items);
            case Obj(var fields) -> isInAny(fields.values());
            default -> false;
        };
    }

    /** Without streams, which cost more than the look: every answer is looked through. */
    private static boolean isInAny(Collection<ConvexValue> values) {
        for (ConvexValue value : values) {
            if (isIn(value)) {
                return true;
            }
        }
        return false;
    }

    /** Encoded JSON with the time of the commit in it, an int64 of nanoseconds since 1970. */
    public static String resolved(String json, long ts) {
        return json.replace(PLACEHOLDER, ConvexJson.encode(ConvexValue.int64(ts)));
    }

    /** The same of a value; one without the placeholder is given back as it is. */
    public static ConvexValue resolved(ConvexValue value, long ts) {
        return isIn(value) ? replaced(value, ts) : value;
    }

    private static ConvexValue replaced(ConvexValue value, long ts) {
        return switch (value) {
            case CommitTime time -> ConvexValue.int64(ts);
            case Array(var items) ->
                new Array(items.stream().map(item -> replaced(item, ts)).toList());
            case Obj(var fields) -> {
                var next = new TreeMap<String, ConvexValue>();
                fields.forEach((name, field) -> next.put(name, replaced(field, ts)));
                yield new Obj(next);
            }
            default -> value;
        };
    }

    /** @throws Refusal 400 when arguments that come from outside hold it: no mutation of theirs will commit */
    public static Obj refused(String path, Obj args) {
        if (isIn(args)) {
            throw Refusal.badRequest(
                    "InvalidArguments",
                    "Invalid arguments for " + path + ": `$commitTs` can only be written by a mutation");
        }
        return args;
    }
}

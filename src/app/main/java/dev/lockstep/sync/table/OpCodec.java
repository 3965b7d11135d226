package dev.lockstep.sync.table;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.sync.table.Op.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes as JSON: {@code {"base": 3, "createdAt": 1767225600000, "fields": {…}, "kind": "upsert", "schema": 1, "stamp": "…"}}.
 * The one place where the content of a waiting change of a synced table is read and written. What was recorded under an older
 * version of its table comes out as one of today's.
 */
public final class OpCodec {

    private static final String SCHEMA = "schema";
    private static final Set<String> KEYS = Set.of("base", "createdAt", "fields", "kind", SCHEMA, "stamp");

    private OpCodec() {}

    public static String write(SyncedTable table, Op op) {
        return ConvexJson.encode(call(op).with(SCHEMA, ConvexValue.number(table.schemaVersion())));
    }

    /** What the functions take of it: all but the version, since what is sent is always of today. */
    public static Obj call(Op op) {
        return ConvexValue.object("kind", ConvexValue.text(word(op.kind())))
                .with("fields", op.fields())
                .with("base", ConvexValue.number(op.base()))
                .with("stamp", ConvexValue.text(op.stamp().text()))
                .with("createdAt", ConvexValue.number(op.createdAt().toEpochMilli()));
    }

    /**
     * @throws ConvexValueException when it is no change of this table, or one of a newer Lockstep; the sentence tells people what
     *     is wrong
     */
    public static Op read(SyncedTable table, String payload) {
        if (!(ConvexJson.parse(payload) instanceof Obj said)
                || !said.fields().keySet().equals(KEYS)
                || !(said.fields().get("fields") instanceof Obj fields)) {
            throw new ConvexValueException("A change of " + table.name() + " has "
                    + String.join(", ", KEYS.stream().sorted().toList()) + " and nothing else.");
        }
        int version = (int) number(said, SCHEMA);
        if (version < 1 || version > table.schemaVersion()) {
            throw new ConvexValueException("This change is of version " + version + " of " + table.name()
                    + "; this Lockstep knows up to " + table.schemaVersion() + ". Update it.");
        }
        Op op = new Op(
                kind(said), fields, number(said, "base"), stamp(said), Instant.ofEpochMilli(number(said, "createdAt")));
        for (UnaryOperator<Op> step :
                table.upcasters().subList(version - 1, table.upcasters().size())) {
            op = step.apply(op);
        }
        return op;
    }

    private static long number(Obj said, String name) {
        return said.number(name)
                .orElseThrow(() -> new ConvexValueException(name + " of a change is a number."))
                .longValue();
    }

    private static Kind kind(Obj said) {
        String word = said.text("kind").orElse("");
        for (Kind kind : Kind.values()) {
            if (word(kind).equals(word)) {
                return kind;
            }
        }
        throw new ConvexValueException("kind of a change is upsert, delete or restore.");
    }

    private static Stamp stamp(Obj said) {
        try {
            return new Stamp(said.text("stamp").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ConvexValueException(String.valueOf(e.getMessage()));
        }
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}

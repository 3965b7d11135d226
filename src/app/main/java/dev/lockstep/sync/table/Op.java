package dev.lockstep.sync.table;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of one record, as it waits and as it is sent.
 *
 * @param fields those that changed; {@link ConvexValue#NULL} removes one
 * @param base the revision of the record that was seen; 0 for none
 * @param stamp when the edit was made
 * @param createdAt when the record was made; read for a new record only
 */
public record Op(Kind kind, Obj fields, long base, Stamp stamp, Instant createdAt) {

    /** What it does. */
    public enum Kind {
        /** Makes the record, or sets these fields. */
        UPSERT,
        DELETE,
        /** Takes a deletion back, and sets these fields. */
        RESTORE
    }

    /** The same with other fields, for upcasters. */
    public Op withFields(Obj others) {
        return new Op(kind, others, base, stamp, createdAt);
    }

    /**
     * One change that does what this one does and then the later one. Only what was never sent is folded: under one id nobody
     * says two things.
     *
     * @return empty when the two have to be told apart
     */
    public Optional<Op> then(Op later) {
        if (kind == Kind.DELETE || later.kind != Kind.UPSERT) {
            return Optional.empty();
        }
        var all = new TreeMap<>(fields.fields());
        all.putAll(later.fields.fields());
        return Optional.of(new Op(kind, new Obj(all), Math.min(base, later.base), later.stamp, createdAt));
    }
}

package dev.lockstep.emulator.convex.store;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.journal.JournalEntry;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.wire.CommitTimes;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document before and after a transaction. Both are parsed once, and their keys made once, for the transaction's own view as
 * for the commit; a change lives no longer than that. Used by one thread at a time.
 */
public final class Change {

    private final String table;
    private final @Nullable Document before;
    private final @Nullable Document after;
    private @Nullable Obj beforeValue;
    private @Nullable Obj afterValue;

    // By identity: an index has the same fields, the object, in every snapshot, and one that is met anew costs a key.
    private Map<IndexFields, OrderedKey> beforeKeys = new IdentityHashMap<>(4);
    private Map<IndexFields, OrderedKey> afterKeys = new IdentityHashMap<>(4);

    /**
     * @param before {@code null} when the transaction made it
     * @param after {@code null} when the transaction removed it
     */
    Change(String table, @Nullable Document before, @Nullable Document after) {
        this.table = table;
        this.before = before;
        this.after = after;
    }

    /** The same, with the whole value of what comes after, which is known already. */
    private Change(String table, @Nullable Document before, Document after, Obj whole) {
        this(table, before, after);
        this.afterValue = whole;
    }

    /** A document that was not there. */
    static Change made(String table, DocumentId id, double creationTime, Obj value) {
        Obj whole = Document.whole(id, creationTime, value);
        return new Change(table, null, Document.ofWhole(id, creationTime, whole), whole);
    }

    /** Other content of a document. */
    static Change replaced(String table, Document before, Obj value) {
        Obj whole = Document.whole(before.id(), before.creationTime(), value);
        return new Change(table, before, Document.ofWhole(before.id(), before.creationTime(), whole), whole);
    }

    public String table() {
        return table;
    }

    public @Nullable Document before() {
        return before;
    }

    public @Nullable Document after() {
        return after;
    }

    /** The whole value before; {@code null} when there was none. */
    @Nullable
    Obj beforeValue() {
        if (beforeValue == null && before != null) {
            beforeValue = before.value();
        }
        return beforeValue;
    }

    /** The whole value after; {@code null} when there is none. */
    @Nullable
    Obj afterValue() {
        if (afterValue == null && after != null) {
            afterValue = after.value();
        }
        return afterValue;
    }

    /** The key before in an index; {@code null} when there was no document. */
    @Nullable
    OrderedKey beforeKey(IndexFields fields) {
        Obj value = beforeValue();
        return value == null ? null : beforeKeys.computeIfAbsent(fields, index -> index.key(value));
    }

    /** The key after in an index; {@code null} when there is no document. */
    @Nullable
    OrderedKey afterKey(IndexFields fields) {
        Obj value = afterValue();
        return value == null ? null : afterKeys.computeIfAbsent(fields, index -> index.key(value));
    }

    DocumentId id() {
        if (after != null) {
            return after.id();
        }
        if (before != null) {
            return before.id();
        }
        throw new IllegalStateException("Bug: a change without a document");
    }

    /** Whether it holds the placeholder for the time of its commit. */
    boolean isPending() {
        return after != null && CommitTimes.isIn(after.json());
    }

    /** This change as a commit of this time makes it. */
    Change at(long ts) {
        if (after == null || !isPending()) {
            return this;
        }
        return new Change(
                table, before, new Document(after.id(), after.creationTime(), CommitTimes.resolved(after.json(), ts)));
    }

    /** Adds what it leaves. */
    void addTo(JournalEntry entry) {
        if (after == null) {
            entry.remove(id().text());
        } else {
            entry.put(after.id().text(), after.creationTime(), after.json());
        }
    }

    /** By how many bytes the documents grow; negative when they shrink. */
    int growth() {
        return (after == null ? 0 : after.size()) - (before == null ? 0 : before.size());
    }

    /** This change followed by another of the same document; {@code null} when together they leave no trace. */
    @Nullable
    Change then(Change later) {
        if (before == null && later.after == null) {
            return null;
        }
        var both = new Change(table, before, later.after);
        both.beforeValue = beforeValue;
        both.beforeKeys = beforeKeys;
        both.afterValue = later.afterValue;
        both.afterKeys = later.afterKeys;
        return both;
    }
}

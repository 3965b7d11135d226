package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.key.DocumentId;
import org.jspecify.annotations.Nullable;

/**
 * One document before and after a transaction.
 *
 * @param before {@code null} when the transaction made it
 * @param after {@code null} when the transaction removed it
 */
public record Change(
        String table, @Nullable Document before, @Nullable Document after) {

    DocumentId id() {
        if (after != null) {
            return after.id();
        }
        if (before != null) {
            return before.id();
        }
        throw new IllegalStateException("Bug: a change without a document");
    }

    /** By how many bytes the documents grow; negative when they shrink. */
    int growth() {
        return (after == null ? 0 : after.size()) - (before == null ? 0 : before.size());
    }

    /** This change followed by another of the same document; {@code null} when together they leave no trace. */
    @Nullable
    Change then(Change later) {
        return before == null && later.after == null ? null : new Change(table, before, later.after);
    }
}

package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.store.Document;
import java.util.Optional;

/** Documents in the order a query visits them, before its operators. */
interface Source {

    Optional<Document> next();

    /** Whether {@link #ahead}, {@link #read} and {@link #backTo} work. */
    default boolean canReadAhead() {
        return false;
    }

    /** The next document, which does not count before {@link #read}. */
    default Optional<Document> ahead() {
        throw new UnsupportedOperationException();
    }

    /** Counts a document that was read ahead. */
    default void read(Document document) {
        throw new UnsupportedOperationException();
    }

    /** Goes back to where this was what remained. */
    default void backTo(Interval remaining) {
        throw new UnsupportedOperationException();
    }

    /** What {@link #next} has not come to yet; a page's cursor is its edge. */
    Interval remaining();
}

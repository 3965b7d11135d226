package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.store.Document;
import java.util.Optional;

/** Documents in the order a query visits them, before its operators. */
interface Source {

    Optional<Document> next();

    /** What {@link #next} has not come to yet; a page's cursor is its edge. */
    Interval remaining();
}

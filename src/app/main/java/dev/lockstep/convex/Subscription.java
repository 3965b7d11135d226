package dev.lockstep.convex;

import dev.lockstep.convex.value.ConvexValue;
import java.util.Optional;

/** A query whose results go on coming until it is closed. Thread-safe. */
public interface Subscription extends AutoCloseable {

    /**
     * Hears the results of one query. Called on a thread of the client's that serves this subscription alone, one call
     * at a time and in order; it may be slow, and what it throws is logged and harms nobody.
     */
    interface Listener {

        /** The query's result is this from now on. */
        void updated(ConvexValue value);

        /** The query fails from now on; a result may follow when its data changes. */
        default void failed(ConvexProblem problem) {}
    }

    /** The last result; empty before the first one and while the query fails. */
    Optional<ConvexValue> latest();

    /** Ends it: the listener hears nothing that arrives after this. Closing twice does nothing. */
    @Override
    void close();
}

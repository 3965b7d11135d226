package dev.lockstep.platform;

import dev.lockstep.core.Problem;
import java.time.Instant;

/**
 * Hears what a {@link LiveQuery} gives: in order, on a thread that it does not share, so that it may be slow. How the
 * connection stands comes on another thread. What it throws is logged and harms nobody.
 *
 * @param <T> what it is told of
 */
public interface LiveListener<T> {

    /** It is this from now on. */
    void updated(T now);

    /** It cannot be told from now on; an update may follow. */
    void failed(Problem problem);

    /**
     * Must return fast.
     *
     * @param since when the connection came or was lost
     */
    default void connection(boolean connected, Instant since) {}
}

package dev.lockstep.kit.records;

import java.util.Optional;

/**
 * Walking the list by keys: j and k mark the next and the one before, Enter opens the marked one, Escape closes the open one.
 * All on the page.
 */
public interface Walk<F, R> {

    /** The identity of the row that the filter has open. */
    Optional<?> opened(F filter);

    void close();

    /** A key of the page's own, while this row is marked. */
    void pressed(String key, R marked);
}

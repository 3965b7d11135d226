package dev.lockstep.kit.records;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.router.QueryParameters;

/**
 * What a {@link RecordsPage} lists: how its filter is said in the address, where the rows come from, and what it shows in their
 * place when there are none.
 *
 * @param <F> the filter, and which record is open beside the list if any can be; a value
 * @param <R> a row
 */
public interface Records<F, R> {

    /** What the address says; what it says wrongly counts as not said. */
    F parse(QueryParameters said);

    /** The address of the page that says this, with its path. */
    String address(F filter);

    /** Reads how things stand, on any thread. Whatever it throws shows that it failed, with a way to try again. */
    Found<R> read(F filter);

    /** What is shown when nothing fits. On the page. */
    Component nothing(F filter);

    /** A person has chosen this row. On the page. */
    void open(R row);

    /**
     * Shows beside the list what the filter names, if it has not been shown with what was {@link #read}: when somebody comes to
     * an address, and when another record is opened or closed, but not at news. On the page.
     */
    default void beside(F filter) {}

    /**
     * Begins to call back when what is shown may have changed, from any thread.
     *
     * @return ends it
     */
    default Runnable watch(Runnable news) {
        return () -> {};
    }
}

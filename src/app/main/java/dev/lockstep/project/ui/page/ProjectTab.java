package dev.lockstep.project.ui.page;

import com.vaadin.flow.component.Component;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Visit;
import java.util.List;
import java.util.Map;

/** One part of a connected project's page; its order among the others is its bean's. */
public interface ProjectTab {

    /** In the address, {@code ?tab=variables}, and in the words of the page, {@code project.tab.variables}. */
    String name();

    /** Whether there is nothing to show while the project is not connected. */
    default boolean needsConnection() {
        return true;
    }

    /** Whether it shows the deployment that is looked at; others are about the one for development whatever is chosen. */
    default boolean followsDeployment() {
        return false;
    }

    /** @param address the parameters of the page's address */
    Component open(Visit visit, Connection connection, Map<String, List<String>> address);

    /**
     * Calls after every change, on any thread, of what it shows beside the connection; the page is brought up to date then.
     *
     * @return ends it
     */
    default Runnable watch(Visit visit, Runnable watcher) {
        return () -> {};
    }

    /** A part that is brought up to date when something about the project changes, instead of being opened anew. */
    interface Following {

        /**
         * Reads what it shows beside the connection, on any thread.
         *
         * @return shows both, on the page
         */
        Runnable read(Connection connection);
    }
}

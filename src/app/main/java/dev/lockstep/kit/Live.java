package dev.lockstep.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import dev.lockstep.core.Problem;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that must not hold up a page: it runs on a virtual thread, and what it brings is shown under the page's lock.
 * A page that has been left meanwhile is left alone.
 */
public final class Live {

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    private final Component owner;
    private final UI ui;
    private final Stopping stopping;

    private Live(Component owner, UI ui) {
        this.owner = owner;
        this.ui = ui;
        this.stopping = Stopping.of(ui.getSession().getService());
    }

    /** For a component that is on a page now; call it on the page's own thread. */
    public static Live of(Component owner) {
        return new Live(
                owner,
                owner.getUI().orElseThrow(() -> new IllegalStateException("Bug: live work needs a page to show it")));
    }

    /**
     * @param work runs off the page; must not touch components
     * @param done shows the result, on the page
     * @param failed shows the failure, on the page; it is in the log already: a {@link Problem}, which the page tells in its own
     *     words, as one line, all else with its trace
     */
    public <T> void run(Supplier<T> work, Consumer<T> done, Consumer<RuntimeException> failed) {
        Thread.ofVirtual().name("page-work").start(() -> {
            try {
                T result = work.get();
                show(() -> done.accept(result));
            } catch (RuntimeException e) {
                if (stopping.hasBegun()) {
                    LOG.info("Work for a page was cut short by the end of the application cause={}", e.toString());
                } else if (e instanceof Problem problem) {
                    LOG.warn("Work for a page was refused code={} kind={}", problem.code(), problem.kind());
                } else {
                    LOG.error("Work for a page failed", e);
                }
                show(() -> failed.accept(e));
            }
        });
    }

    /**
     * Reads and shows after each piece of news, until the component leaves the page. Reading is off the page, one at a time and
     * four times a second at most: what comes up meanwhile is read once, at its end, so that a flood of news costs no more than
     * a person can see, and the latest wins. The first showing is the caller's, after this.
     *
     * @param watch begins to call back at news, from any thread, and gives what ends that
     * @param read must not touch components
     * @param show shows it, on the page
     * @return reads and shows again when it is run, from any thread
     */
    public <T> Runnable follow(UnaryOperator<Runnable> watch, Supplier<T> read, Consumer<T> show) {
        var following = new Following<>(read, value -> show(() -> show.accept(value)), stopping, Following.CALM);
        Runnable unwatch = watch.apply(following);
        owner.addDetachListener(detach -> {
            detach.unregisterListener();
            following.end();
            unwatch.run();
        });
        return following;
    }

    /** Changes the page from any thread. */
    public void show(Runnable change) {
        change(ui, () -> {
            if (owner.isAttached()) {
                change.run();
            }
        });
    }

    /** Changes a page from any thread, and sees that its browser gets the change. A page that is gone is left alone. */
    public static void change(UI ui, Runnable change) {
        if (ui.isAttached()) {
            ui.access(() -> {
                // Begun first: it waits for the lock, and goes out also when the change fails half way.
                if (ui.getSession().getUIs().size() > 1) {
                    pushLater(ui);
                }
                change.run();
            });
        }
    }

    /**
     * Whoever leaves a session's lock pushes its pages one after the other, and before each runs what has come up for any of
     * them (Flow 25.2, {@code VaadinSession.unlock}, {@code UI.push}). What came up for a page that had its turn already then
     * stayed on the server until somebody's next click. Leaving the lock once more pushes what is left, and nothing where
     * nothing is.
     */
    private static void pushLater(UI ui) {
        Thread.ofVirtual().name("page-push").start(() -> {
            try {
                ui.accessSynchronously(() -> {});
            } catch (UIDetachedException e) {
                LOG.trace("The page is gone", e);
            }
        });
    }
}

package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.Operations.Failure;
import dev.lockstep.admin.ui.failure.FailureQuery.Age;
import dev.lockstep.core.ChangeId;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Page;
import dev.lockstep.outbox.trouble.Tally;
import dev.lockstep.outbox.trouble.TroubleFilter;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The changes that Clerk or Convex did not take: whose, what, why, and what can be done about each. The address keeps what is
 * filtered and which one is open; counts and rows follow what happens.
 */
@Route("admin/failures")
@Menu(title = "nav.failures", order = 200, icon = "FAILURE")
@RolesAllowed("ADMIN")
final class FailuresView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    /** Below this width the grid shows one column that holds everything. */
    private static final int NARROW = 900;

    /** Keys go to the page unless somebody is typing or on something that takes them itself. */
    private static final String KEYS = """
            const page = this;
            const heard = event => {
              if (!page.isConnected) { document.removeEventListener('keydown', heard); return; }
              const at = event.composedPath()[0];
              const busy = at.closest && at.closest('input, textarea, vaadin-dialog, vaadin-select, [role=dialog], [role=listbox]');
              const pressed = event.key === 'Enter' && at.closest && at.closest('button, a, vaadin-button, vaadin-tab');
              if (busy || pressed || event.ctrlKey || event.metaKey || event.altKey) return;
              if (['j', 'k', 'x', 'Enter', 'Escape'].includes(event.key)) {
                page.dispatchEvent(new CustomEvent('console-key', { detail: event.key }));
              }
            };
            document.addEventListener('keydown', heard);
            """;

    private final Operations operations;
    private final Administrator administrator;
    private final Clock clock;
    private final FailureFilters filters;
    private final ChosenFailures chosen;
    private final FailureGrid grid;
    private final FailurePanel panel;
    private final Div empty = new Div();
    private final Div body;
    private Runnable again = () -> {};

    /** Changed on the page only. */
    private volatile FailureQuery query = FailureQuery.NOTHING;

    private long size;
    private TroubleFilter filter = TroubleFilter.ALL;
    private Optional<Failure> marked = Optional.empty();
    private int width = Integer.MAX_VALUE;

    FailuresView(Operations operations, Clock clock) {
        super(UI.getCurrent().getTranslation("failures.title"), UI.getCurrent().getTranslation("failures.lead"));
        this.operations = operations;
        this.administrator = operations.administrator();
        this.clock = clock;
        addClassNames("admin-page", "failures-page");
        filters = new FailureFilters(operations::title, this::go);
        chosen = new ChosenFailures(operations, this::refresh);
        grid = new FailureGrid(rows(), this::open, chosen, clock);
        panel = new FailurePanel(operations, new FailureDeeds(this, operations, this::refresh), clock, this::close);
        var list = new Div(chosen, grid, empty);
        list.addClassName("failures-list");
        body = new Div(list, panel);
        body.addClassName("failures-body");
        add(filters, body);
        getElement()
                .addEventListener(
                        "console-key",
                        event ->
                                pressed(event.getEventData().get("event.detail").asString()))
                .addEventData("event.detail");
    }

    private FailureGrid.Rows rows() {
        return new FailureGrid.Rows() {
            @Override
            public List<Failure> page(int offset, int limit) {
                return operations.failures(filter, offset, limit);
            }

            @Override
            public long count() {
                return size;
            }
        };
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        query = FailureQuery.of(event.getLocation().getQueryParameters());
        refresh();
        arrange();
    }

    private void go(FailureQuery wanted) {
        if (!wanted.change(query.change()).equals(query)) {
            chosen.clear();
        }
        query = wanted;
        getUI().ifPresent(ui -> ui.getPage().getHistory().replaceState(null, query.address()));
        refresh();
    }

    /** Reads everything again and keeps what is open. */
    private void refresh() {
        show(read());
    }

    /**
     * How things stand for what the address says.
     *
     * @param open what it names; empty when there is no such change
     */
    private record Standing(
            FailureQuery query, TroubleFilter filter, List<Tally> tallies, long count, Optional<OpenFailure> open) {}

    private Standing read() {
        FailureQuery wanted = query;
        TroubleFilter people = people(wanted);
        List<Tally> tallies = operations.tallies(administrator, people);
        TroubleFilter fitting =
                people.of(wanted.trouble()).in(wanted.table()).to(destinations(wanted.system(), tallies));
        return new Standing(
                wanted,
                fitting,
                tallies,
                operations.countFailures(administrator, fitting),
                wanted.change().flatMap(id -> OpenFailure.read(operations, administrator, id)));
    }

    private TroubleFilter people(FailureQuery wanted) {
        Instant now = clock.instant();
        TroubleFilter all = TroubleFilter.ALL.since(
                wanted.age().flatMap((Age age) -> age.from(now)), wanted.age().flatMap((Age age) -> age.until(now)));
        return wanted.person().isEmpty()
                ? all
                : all.ownedBy(Optional.of(operations.people(administrator, wanted.person())));
    }

    private Set<String> destinations(Optional<String> system, List<Tally> tallies) {
        if (system.isEmpty()) {
            return Set.of();
        }
        String wanted = system.get();
        Set<String> named = tallies.stream()
                .map(Tally::destination)
                .filter(destination -> operations.title(destination).equals(wanted))
                .collect(Collectors.toSet());
        // A system that nothing is held up on its way to fits nothing, which is not the same as fitting all.
        return named.isEmpty() ? Set.of(wanted) : named;
    }

    /** What was read for another address than the one shown by now is read again. */
    private void showNews(Standing now) {
        if (now.query().equals(query)) {
            show(now);
        } else {
            again.run();
        }
    }

    private void show(Standing now) {
        filter = now.filter();
        size = now.count();
        filters.show(query, now.tallies());
        grid.refresh(size);
        empty.removeAll();
        if (size == 0) {
            empty.add(nothing());
        }
        query.change().ifPresentOrElse(id -> panel.show(id, now.open()), panel::close);
    }

    private Component nothing() {
        return query.isOpen()
                ? new EmptyState(Glyph.CHECK, getTranslation("failures.empty"), getTranslation("failures.empty.detail"))
                : new EmptyState(
                        Glyph.CHECK,
                        getTranslation("failures.none"),
                        getTranslation("failures.none.detail"),
                        new Button(
                                getTranslation("failures.none.all"),
                                click -> go(FailureQuery.NOTHING.change(query.change()))));
    }

    private void open(Failure failure) {
        marked = Optional.of(failure);
        grid.mark(marked);
        go(query.change(Optional.of(failure.change().id())));
        arrange();
    }

    private void close() {
        go(query.change(Optional.empty()));
        arrange();
    }

    private void pressed(String key) {
        switch (key) {
            case "j" -> step(1);
            case "k" -> step(-1);
            case "x" ->
                marked.map(failure -> failure.change().id()).ifPresent(id -> chosen.choose(id, !chosen.has(id)));
            case "Enter" -> marked.ifPresent(this::open);
            case "Escape" -> close();
            default -> {}
        }
    }

    private void step(int by) {
        Optional<ChangeId> at = marked.map(failure -> failure.change().id()).or(query::change);
        grid.beside(at, by).ifPresent(next -> {
            marked = Optional.of(next);
            grid.mark(marked);
            if (panel.isVisible()) {
                open(next);
            }
        });
    }

    @Override
    protected void onAttach(AttachEvent event) {
        getElement().executeJs(KEYS);
        var page = event.getUI().getPage();
        page.retrieveExtendedClientDetails(details -> fit(details.getBodyClientWidth()));
        var resizes = page.addBrowserWindowResizeListener(resize -> fit(resize.getWidth()));
        again = Live.of(this).follow(operations::watch, this::read, this::showNews);
        addDetachListener(detach -> {
            detach.unregisterListener();
            resizes.remove();
        });
    }

    private void fit(int now) {
        width = now;
        arrange();
    }

    private void arrange() {
        body.setClassName("with-panel", panel.isVisible());
        grid.wide(width >= NARROW && !panel.isVisible());
    }

    @Override
    public String getPageTitle() {
        return getTranslation("failures.title") + " · " + getTranslation("app.name");
    }
}

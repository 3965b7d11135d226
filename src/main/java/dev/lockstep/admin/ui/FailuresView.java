package dev.lockstep.admin.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.admin.Operations;
import dev.lockstep.admin.Operations.Failure;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.sync.Waiting;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The changes that Clerk or Convex did not take: whose, what, why, and a way to send each again. */
@Route("admin/failures")
@Menu(title = "nav.failures", order = 200, icon = "FAILURE")
@RolesAllowed("ADMIN")
final class FailuresView extends Page implements HasDynamicTitle {

    /** Below this width the grid shows one column that holds everything. */
    private static final int NARROW = 900;

    private static final int FEW = 12;

    private final Operations operations;
    private final Clock clock;
    private final Grid<Failure> grid = new Grid<>();
    private final Component empty;
    private List<Grid.Column<Failure>> wideOnly = List.of();

    FailuresView(Operations operations, Clock clock) {
        super(UI.getCurrent().getTranslation("failures.title"), UI.getCurrent().getTranslation("failures.lead"));
        this.operations = operations;
        this.clock = clock;
        addClassName("admin-page");
        empty = new EmptyState(Glyph.CHECK, getTranslation("failures.empty"), getTranslation("failures.empty.detail"));
        var toolbar = new Div(new Button(getTranslation("failures.refresh"), Glyph.RETRY.draw(), click -> refresh()));
        toolbar.addClassName("toolbar");
        prepareGrid();
        add(toolbar, grid, empty);
        refresh();
    }

    private void prepareGrid() {
        grid.addClassName("failure-grid");
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.addComponentColumn(this::what)
                .setHeader(getTranslation("failures.what"))
                .setWidth("15em")
                .setFlexGrow(2);
        var system = grid.addColumn(failure -> failure.change().title()).setHeader(getTranslation("failures.system"));
        var state = grid.addComponentColumn(this::state).setHeader(getTranslation("failures.state"));
        var tries = grid.addColumn(failure -> failure.change().attempts()).setHeader(getTranslation("failures.tries"));
        var error = grid.addColumn(failure -> failure.change().error().orElse(""))
                .setHeader(getTranslation("failures.error"))
                .setFlexGrow(3);
        var when = grid.addColumn(failure -> Ago.since(this, failure.change().lastTried(), clock))
                .setHeader(getTranslation("failures.when"));
        grid.addComponentColumn(this::retry)
                .setHeader(getTranslation("failures.retry"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        wideOnly = List.of(system, state, tries, error, when);
        wideOnly.forEach(column -> column.setAutoWidth(true));
        grid.setItems(new CallbackDataProvider<>(this::fetch, query -> (int) operations.countFailures()));
    }

    private Stream<Failure> fetch(Query<Failure, Void> query) {
        return operations.failures(query.getPage(), query.getPageSize()).stream();
    }

    private Component what(Failure failure) {
        Waiting change = failure.change();
        var name = new Element("strong");
        name.setText(failure.person());
        var what = new Div();
        what.addClassName("failure-what");
        what.getElement().appendChild(name);
        what.add(new Span(getTranslation("failures.what." + change.destination())));
        if (!wideOnly.isEmpty() && !wideOnly.getFirst().isVisible()) {
            what.add(new Div(new Span(change.title() + " · " + change.attempts() + " × · "
                    + change.error().orElse("") + " · " + Ago.since(this, change.lastTried(), clock))));
        }
        return what;
    }

    private Component state(Failure failure) {
        Waiting change = failure.change();
        return change.stopped()
                ? new StatePill(State.FAIL, getTranslation("failures.state.stopped"))
                : new StatePill(
                        State.WAIT, getTranslation("failures.state.trying", Ago.until(this, change.nextTry(), clock)));
    }

    private Component retry(Failure failure) {
        Waiting change = failure.change();
        var button = new Button(getTranslation("failures.retry"), click -> retryNow(failure));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        button.setDisableOnClick(true);
        button.setAriaLabel(getTranslation("failures.retry.name", change.title(), failure.person()));
        return button;
    }

    private void retryNow(Failure failure) {
        var administrator = operations.administrator();
        Waiting change = failure.change();
        Live.of(this)
                .run(
                        () -> operations.retry(administrator, change.id()),
                        left -> {
                            Notices.tell(left.map(still -> getTranslation(
                                            "profile.retry.still",
                                            change.title(),
                                            still.error().orElse("")))
                                    .orElseGet(() -> getTranslation("profile.retry.done", change.title())));
                            refresh();
                        },
                        broken -> refresh());
    }

    private void refresh() {
        long count = operations.countFailures();
        boolean none = count == 0;
        grid.setVisible(!none);
        empty.setVisible(none);
        // A few rows make a short list; many scroll inside a list of fixed height.
        grid.setAllRowsVisible(count <= FEW);
        grid.setHeight(count <= FEW ? null : "min(640px, 70dvh)");
        grid.getDataProvider().refreshAll();
    }

    @Override
    protected void onAttach(AttachEvent event) {
        var page = event.getUI().getPage();
        page.retrieveExtendedClientDetails(details -> fit(details.getBodyClientWidth()));
        page.addBrowserWindowResizeListener(resize -> fit(resize.getWidth()));
    }

    private void fit(int width) {
        boolean wide = width >= NARROW;
        if (wideOnly.getFirst().isVisible() != wide) {
            wideOnly.forEach(column -> column.setVisible(wide));
            grid.getDataProvider().refreshAll();
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("failures.title") + " · " + getTranslation("app.name");
    }
}

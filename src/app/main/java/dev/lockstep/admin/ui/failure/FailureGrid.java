package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.dom.Element;
import dev.lockstep.admin.Operations.Failure;
import dev.lockstep.core.ChangeId;
import dev.lockstep.kit.Ago;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The list of failures, read piece by piece; in narrow places one column holds everything. */
final class FailureGrid extends Grid<Failure> {

    private static final int FEW = 12;
    private static final int NEAR = 100;
    private static final int FAR = 2000;

    private final Rows rows;
    private final Clock clock;
    private final List<Grid.Column<Failure>> wideOnly;
    private long size;
    private int lastIndex;

    /** Where the rows come from. */
    interface Rows {
        List<Failure> page(int offset, int limit);

        long count();
    }

    FailureGrid(Rows rows, Consumer<Failure> opened, ChosenFailures chosen, Clock clock) {
        this.rows = rows;
        this.clock = clock;
        addClassName("failure-grid");
        addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        getElement().setAttribute("aria-label", getTranslation("failures.title"));
        setSelectionMode(SelectionMode.SINGLE);
        addComponentColumn(failure -> choice(failure, chosen))
                .setHeader(getTranslation("failures.choose"))
                .setWidth("5.5em")
                .setFlexGrow(0);
        addComponentColumn(this::what)
                .setHeader(getTranslation("failures.what"))
                .setWidth("15em")
                .setFlexGrow(2);
        wideOnly = List.of(
                addColumn(Failure::title).setHeader(getTranslation("failures.system")),
                addComponentColumn(failure -> Words.state(this, failure.change(), clock))
                        .setHeader(getTranslation("failures.state")),
                addColumn(failure -> failure.change().attempts()).setHeader(getTranslation("failures.tries")),
                addColumn(failure -> failure.change().error().orElse(""))
                        .setHeader(getTranslation("failures.error"))
                        .setFlexGrow(3),
                addColumn(failure -> Ago.since(this, failure.change().since(), clock))
                        .setHeader(getTranslation("failures.since")));
        wideOnly.forEach(column -> column.setAutoWidth(true));
        setItems(new CallbackDataProvider<>(
                query -> rows.page(query.getOffset(), query.getLimit()).stream(),
                query -> (int) rows.count(),
                failure -> failure.change().id()));
        addItemClickListener(click -> opened.accept(click.getItem()));
    }

    private Component choice(Failure failure, ChosenFailures chosen) {
        var box = new Checkbox(chosen.has(failure.change().id()));
        box.setAriaLabel(getTranslation("failures.choose.one", Words.what(this, failure.change()), failure.person()));
        box.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                chosen.choose(failure.change().id(), change.getValue());
            }
        });
        return box;
    }

    private Component what(Failure failure) {
        TroubledChange change = failure.change();
        var name = new Element("strong");
        name.setText(failure.person());
        var what = new Div();
        what.addClassName("failure-what");
        what.getElement().appendChild(name);
        what.add(new Span(Words.what(this, change)));
        if (!wideOnly.getFirst().isVisible()) {
            what.add(new Div(new Span(failure.title() + " · " + change.attempts() + " × · "
                    + change.error().orElse("") + " · " + Ago.since(this, change.since(), clock))));
            if (change.trouble().isPresent()) {
                what.add(Words.state(this, change, clock));
            }
        }
        return what;
    }

    /** A few rows make a short list; many scroll inside a list of fixed height. */
    void refresh(long count) {
        size = count;
        setVisible(count > 0);
        setAllRowsVisible(count <= FEW);
        setHeight(count <= FEW ? null : "min(720px, 70dvh)");
        getDataProvider().refreshAll();
    }

    void wide(boolean wide) {
        if (wideOnly.getFirst().isVisible() != wide) {
            wideOnly.forEach(column -> column.setVisible(wide));
            getDataProvider().refreshAll();
        }
    }

    /** Marks this one, where the list shows it. */
    void mark(Optional<Failure> failure) {
        if (failure.isPresent()) {
            select(failure.get());
        } else {
            deselectAll();
        }
    }

    /** The row after or before the marked one, the first when none is marked; empty when there is none. */
    Optional<Failure> beside(Optional<ChangeId> marked, int step) {
        int rows = (int) size;
        int at = marked.map(this::indexOf).orElse(-1);
        int wanted = at < 0 ? 0 : at + step;
        if (wanted < 0 || wanted >= rows) {
            return Optional.empty();
        }
        scrollToIndex(wanted);
        return Optional.of(getLazyDataView().getItem(wanted));
    }

    /** Looks near where it was last, then from the top; further down nobody goes on by keys from a click. */
    private int indexOf(ChangeId id) {
        int near = Math.max(0, lastIndex - NEAR);
        int found = indexOf(id, near, 2 * NEAR);
        lastIndex = found >= 0 ? found : Math.max(0, indexOf(id, 0, FAR));
        return found >= 0 || lastIndex > 0 ? lastIndex : -1;
    }

    private int indexOf(ChangeId id, int from, int limit) {
        List<Failure> some = rows.page(from, limit);
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i).change().id().equals(id)) {
                return from + i;
            }
        }
        return -1;
    }
}

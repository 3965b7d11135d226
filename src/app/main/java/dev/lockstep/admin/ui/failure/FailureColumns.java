package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.lockstep.admin.Operations.Failure;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.kit.records.RecordsGrid;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.time.Clock;

/** How a failure looks in the list; in narrow places one column holds everything. */
final class FailureColumns {

    private final RecordsGrid<Failure> grid;
    private final Clock clock;

    private FailureColumns(RecordsGrid<Failure> grid, Clock clock) {
        this.grid = grid;
        this.clock = clock;
    }

    /** Gives the list its columns. */
    static void of(RecordsGrid<Failure> grid, ChosenFailures chosen, Clock clock) {
        new FailureColumns(grid, clock).add(chosen);
    }

    private void add(ChosenFailures chosen) {
        grid.addClassName("failure-grid");
        grid.addComponentColumn(failure -> choice(failure, chosen))
                .setHeader(grid.getTranslation("failures.choose"))
                .setWidth("5.5em")
                .setFlexGrow(0);
        grid.addComponentColumn(this::what)
                .setHeader(grid.getTranslation("failures.what"))
                .setWidth("15em")
                .setFlexGrow(2);
        grid.wideOnly(
                grid.addColumn(Failure::title)
                        .setHeader(grid.getTranslation("failures.system"))
                        .setAutoWidth(true),
                grid.addComponentColumn(failure -> Words.state(grid, failure.change(), clock))
                        .setHeader(grid.getTranslation("failures.state"))
                        .setAutoWidth(true),
                grid.addColumn(failure -> failure.change().attempts())
                        .setHeader(grid.getTranslation("failures.tries"))
                        .setAutoWidth(true),
                grid.addColumn(failure -> said(failure.change()))
                        .setHeader(grid.getTranslation("failures.error"))
                        .setAutoWidth(true)
                        .setFlexGrow(3),
                grid.addColumn(failure -> Ago.since(grid, failure.change().since(), clock))
                        .setHeader(grid.getTranslation("failures.since"))
                        .setAutoWidth(true));
    }

    /** The last answer. */
    private String said(TroubledChange change) {
        return change.error().map(error -> ProblemWords.said(grid, error)).orElse("");
    }

    private Component choice(Failure failure, ChosenFailures chosen) {
        var box = new Checkbox(chosen.has(failure.change().id()));
        box.setAriaLabel(
                grid.getTranslation("failures.choose.one", Words.what(grid, failure.change()), failure.person()));
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
        what.add(new Span(Words.what(grid, change)));
        if (!grid.isWide()) {
            what.add(new Div(new Span(failure.title() + " · " + change.attempts() + " × · " + said(change) + " · "
                    + Ago.since(grid, change.since(), clock))));
            if (change.trouble().isPresent()) {
                what.add(Words.state(grid, change, clock));
            }
        }
        return what;
    }
}

package dev.lockstep.admin.ui.reconcile;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.dom.Element;
import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.reconcile.ReconciliationRun;
import dev.lockstep.account.reconcile.finding.Finding;
import dev.lockstep.account.reconcile.finding.FindingFilter;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.Reconciliations;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.language.ProblemWords;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Whom a run found out of step: filtered, field by field, each to be put right alone. */
final class FindingsPanel extends Section {

    private static final int FEW = 12;

    private final Reconciliations reconciliations;
    private final FindingText text;
    private final Consumer<FindingFilter> filtered;
    private final Select<Finding.Kind> kind;
    private final Select<ComparedField> field;
    private final TextField person = new TextField();
    private final Div filters = new Div();
    private final Grid<Finding> grid = new Grid<>();
    private final Div nothing = new Div();
    private final Administrator administrator;
    private RunAddress address = RunAddress.NEWEST;

    /** Changed on the page only. */
    private volatile Optional<ReconciliationRun> shown = Optional.empty();

    FindingsPanel(Reconciliations reconciliations, Clock clock, Consumer<FindingFilter> filtered) {
        this.reconciliations = reconciliations;
        this.administrator = reconciliations.administrator();
        this.text = new FindingText(this, clock);
        this.filtered = filtered;
        addClassName("findings");
        kind = select("reconciliation.kind", List.of(Finding.Kind.values()));
        kind.setItemLabelGenerator(one -> one == null ? all() : getTranslation("reconciliation.kind." + one));
        field = select("reconciliation.field", Arrays.asList(ComparedField.values()));
        field.setItemLabelGenerator(one -> one == null ? all() : text.field(one));
        person.setLabel(getTranslation("reconciliation.person"));
        person.setPlaceholder(getTranslation("reconciliation.person.hint"));
        person.setClearButtonVisible(true);
        person.setValueChangeMode(ValueChangeMode.LAZY);
        kind.addValueChangeListener(change -> filter(change.isFromClient()));
        field.addValueChangeListener(change -> filter(change.isFromClient()));
        person.addValueChangeListener(change -> filter(change.isFromClient()));
        filters.add(kind, field, person);
        filters.addClassNames("toolbar", "finding-filters");
        prepareGrid();
        add(filters, grid, nothing);
    }

    private <T> Select<T> select(String label, List<T> items) {
        var select = new Select<T>();
        select.setLabel(getTranslation(label));
        select.setItems(items);
        select.setEmptySelectionAllowed(true);
        select.setEmptySelectionCaption(all());
        return select;
    }

    private String all() {
        return getTranslation("reconciliation.all");
    }

    private void prepareGrid() {
        grid.addClassName("failure-grid");
        grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.addComponentColumn(this::row).setFlexGrow(1);
        grid.getElement().setAttribute("aria-label", getTranslation("reconciliation.title"));
        grid.setItems(new CallbackDataProvider<>(
                query -> filterNow()
                        .map(filter -> reconciliations.findings(filter, query.getPage(), query.getPageSize()).stream())
                        .orElseGet(Stream::empty),
                query -> filterNow()
                        .map(reconciliations::countFindings)
                        .orElse(0L)
                        .intValue()));
    }

    private Optional<FindingFilter> filterNow() {
        return shown.map(run -> address.filter(run.id()));
    }

    /** What the address asks for; shown with the next run, even when it is the same one. */
    void preset(RunAddress wanted) {
        address = wanted;
        shown = Optional.empty();
        kind.setValue(wanted.kind().orElse(null));
        field.setValue(wanted.field().orElse(null));
        person.setValue(wanted.person());
    }

    /** @param asked by the person and not by the address, which is there already */
    private void filter(boolean asked) {
        if (!asked) {
            return;
        }
        var wanted = new FindingFilter(
                shown.map(ReconciliationRun::id).orElse(new UUID(0, 0)),
                Optional.ofNullable(kind.getValue()),
                Optional.ofNullable(field.getValue()),
                person.getValue().strip());
        address = address.with(wanted);
        filtered.accept(wanted);
        getUI().ifPresent(ui -> ui.getPage().getHistory().replaceState(null, address.path()));
        refresh();
    }

    /**
     * Counts what this run found, on any thread.
     *
     * @return empty when neither their number nor their state has changed since they were shown
     */
    Optional<Long> count(RunAddress wanted, ReconciliationRun run) {
        boolean same = shown.filter(before -> before.id().equals(run.id())
                        && before.counts().findings() == run.counts().findings()
                        && before.counts().repaired() == run.counts().repaired()
                        && before.state() == run.state())
                .isPresent();
        return same
                ? Optional.empty()
                : Optional.of(reconciliations.countFindings(administrator, wanted.filter(run.id())));
    }

    /** @param count what {@link #count} said of it */
    void show(ReconciliationRun run, Optional<Long> count) {
        shown = Optional.of(run);
        count.ifPresent(this::show);
    }

    private void refresh() {
        show(filterNow().map(reconciliations::countFindings).orElse(0L));
    }

    private void show(long count) {
        boolean found = shown.filter(run -> run.counts().findings() > 0).isPresent();
        boolean over =
                shown.filter(run -> run.state() == ReconciliationRun.State.DONE).isPresent();
        filters.setVisible(found);
        grid.setVisible(count > 0);
        grid.setAllRowsVisible(count <= FEW);
        grid.setHeight(count <= FEW ? null : "min(720px, 75dvh)");
        nothing.removeAll();
        if (found && count == 0) {
            nothing.add(none());
        } else if (!found && over) {
            nothing.add(new EmptyState(
                    Glyph.CHECK,
                    getTranslation("reconciliation.clean"),
                    getTranslation("reconciliation.clean.detail")));
        }
        grid.getDataProvider().refreshAll();
    }

    private EmptyState none() {
        return new EmptyState(
                Glyph.COMPARE,
                getTranslation("reconciliation.none"),
                getTranslation("reconciliation.none.detail"),
                new Button(getTranslation("reconciliation.none.all"), click -> {
                    Optional<ReconciliationRun> run = shown;
                    preset(new RunAddress(address.run(), Optional.empty(), Optional.empty(), ""));
                    shown = run;
                    filter(true);
                }));
    }

    private Component row(Finding finding) {
        var name = new Element("strong");
        name.setText(finding.name());
        var who = new Div();
        who.addClassName("failure-what");
        who.getElement().appendChild(name);
        who.add(new Span(finding.person()));
        var head = new Div(who, text.kind(finding), deed(finding));
        head.addClassName("finding-head");
        var row = new Div(head);
        row.addClassName("finding");
        if (!finding.fields().isEmpty()) {
            row.add(text.compare(finding.fields()));
        }
        return row;
    }

    private Component deed(Finding finding) {
        var deed = new Div();
        deed.addClassName("finding-deed");
        finding.outcome().ifPresent(outcome -> deed.add(text.outcome(finding, outcome)));
        if (finding.isOpen()) {
            deed.add(finding.kind() == Finding.Kind.EXTRA ? delete(finding) : repairOne(finding));
        }
        return deed;
    }

    private Button repairOne(Finding finding) {
        var button = new Button(getTranslation("reconciliation.one"), click -> repair(finding));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        button.setDisableOnClick(true);
        button.setAriaLabel(getTranslation("reconciliation.one.name", finding.name()));
        return button;
    }

    private Button delete(Finding finding) {
        var button = new Button(
                getTranslation("reconciliation.one.delete"),
                click -> Confirm.ask(
                        getTranslation("reconciliation.one.delete.question", finding.name()),
                        getTranslation("reconciliation.confirm.detail"),
                        getTranslation("reconciliation.one.delete.verb"),
                        getTranslation("reconciliation.confirm.keep"),
                        () -> repair(finding)));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_ERROR);
        button.setAriaLabel(getTranslation("reconciliation.one.delete.name", finding.name()));
        return button;
    }

    private void repair(Finding finding) {
        var by = reconciliations.administrator();
        Live.of(this).run(() -> reconciliations.repair(by, finding.id()), after -> refresh(), broken -> {
            Notices.tell(getTranslation(
                    "reconciliation.one.failed",
                    broken instanceof Problem problem ? ProblemWords.sentence(this, problem) : ""));
            refresh();
        });
    }
}

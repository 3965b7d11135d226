package dev.lockstep.data.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.kit.time.Moments;
import dev.lockstep.sync.InvalidRecord;
import dev.lockstep.sync.SyncedRecords;
import dev.lockstep.sync.SyncedRow;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.SyncedTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One record beside the list: its fields, how far it has come, who lost when two devices changed it. On the page's thread. */
final class RecordPanel extends Aside {

    private final SyncedRecords records;
    private final Owner owner;
    private final SyncedTable table;
    private final Consumer<Optional<String>> go;
    private final H2 title = new H2();
    private final Div state = new Div();
    private final RecordForm form;
    private final Div actions = new Div();
    private final Div history = new Div();
    private Optional<String> shown = Optional.empty();
    private Optional<Offered> offered = Optional.empty();

    /** What the buttons below the form depend on. */
    private record Offered(
            String id, SyncedRow.State state, boolean deleted, boolean changeable, Optional<ChangeId> change) {}

    /** @param go opens another record beside the list, or none */
    RecordPanel(SyncedRecords records, Owner owner, SyncedTable table, Consumer<Optional<String>> go) {
        this.records = records;
        this.owner = owner;
        this.table = table;
        this.go = go;
        this.form = new RecordForm(table);
        addClassNames("failure-panel", "record-panel");
        getElement().setAttribute("aria-label", getTranslation("shared.record"));
        actions.addClassName("failure-actions");
        state.addClassName("record-state");
        add(bar(), title, state, form, actions, history);
        setVisible(false);
    }

    private Header bar() {
        var close = new Button(Glyph.CROSS.draw(), click -> go.accept(Optional.empty()));
        close.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        close.setAriaLabel(getTranslation("shared.close"));
        var bar = new Header(new Span(TableWords.title(this, table)), close);
        bar.addClassName("failure-bar");
        return bar;
    }

    void close() {
        shown = Optional.empty();
        setVisible(false);
    }

    /** Shows a record; what is being typed into one that is shown already stays. */
    void show(OpenRecord record) {
        boolean opened = !shown.equals(Optional.of(record.id()));
        shown = Optional.of(record.id());
        setVisible(true);
        if (!record.id().equals(DataQuery.NEW)) {
            record.row().ifPresentOrElse(row -> show(row, record.conflicts(), opened), this::gone);
        } else if (opened) {
            showNew();
        }
    }

    private void showNew() {
        offered = Optional.empty();
        title.setText(getTranslation("shared.new"));
        state.removeAll();
        history.removeAll();
        form.setVisible(true);
        form.readOnly(false);
        form.open(ConvexValue.emptyObject());
        form.focus();
        actions.removeAll();
        actions.add(primary("shared.create", this::create));
    }

    private void gone() {
        offered = Optional.empty();
        title.setText("");
        state.removeAll();
        state.add(new EmptyState(Glyph.PROJECT, getTranslation("shared.gone"), getTranslation("shared.gone.detail")));
        form.setVisible(false);
        actions.removeAll();
        history.removeAll();
    }

    private void show(SyncedRow row, List<Conflict> conflicts, boolean opened) {
        boolean changeable = table.policy().allowsChanging() && !row.deleted();
        title.setText(TableWords.name(table, row));
        form.setVisible(true);
        form.readOnly(!changeable);
        if (opened) {
            form.open(row.fields());
        } else {
            form.follow(row.fields());
        }
        showState(row);
        showActions(row, changeable);
        showHistory(conflicts);
    }

    private void showState(SyncedRow row) {
        state.removeAll();
        state.add(TableWords.state(this, row));
        state.add(new Span(getTranslation("shared.changed-at", Moments.dateTime(this, row.updatedAt()))));
        row.problem().ifPresent(why -> {
            var reason = new Paragraph(why);
            reason.addClassName("record-problem");
            state.add(reason);
        });
    }

    /** Drawn anew only when there are others: a click on what has just been replaced is lost. */
    private void showActions(SyncedRow row, boolean changeable) {
        var now = new Offered(row.clientId(), row.state(), row.deleted(), changeable, row.change());
        if (offered.equals(Optional.of(now)) && actions.getComponentCount() > 0) {
            return;
        }
        offered = Optional.of(now);
        actions.removeAll();
        if (changeable) {
            actions.add(primary("shared.save", () -> save(row.clientId())));
            var delete = new Button(
                    getTranslation("shared.delete"),
                    Glyph.DELETE.draw(),
                    click -> deed(() -> records.delete(owner, table, row.clientId())));
            delete.addThemeVariants(ButtonVariant.LUMO_ERROR);
            actions.add(delete);
        } else if (row.deleted()) {
            actions.add(primary("shared.restore", () -> deed(() -> records.restore(owner, table, row.clientId()))));
        }
        if (row.state() == SyncedRow.State.FAILED) {
            actions.add(new Button(
                    getTranslation("shared.retry"),
                    Glyph.RETRY.draw(),
                    click -> deed(() -> records.retry(owner, row))));
        }
    }

    private Button primary(String label, Runnable work) {
        var button = new Button(getTranslation(label), click -> work.run());
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        return button;
    }

    private void showHistory(List<Conflict> conflicts) {
        history.removeAll();
        if (!conflicts.isEmpty()) {
            history.add(new H3(getTranslation("shared.conflicts")));
            conflicts.forEach(conflict -> history.add(line(conflict)));
        }
    }

    private Component line(Conflict conflict) {
        var line = new Div(new Paragraph(getTranslation(
                conflict.won() ? "shared.conflict.won" : "shared.conflict.lost",
                Moments.dateTime(this, conflict.happenedAt()))));
        line.addClassName("record-conflict");
        table.fields().stream()
                .filter(field -> conflict.lost().fields().containsKey(field.name()))
                .forEach(field -> {
                    var lost = new Paragraph(TableWords.label(this, table, field) + ": "
                            + TableWords.value(this, table, field, conflict.lost()));
                    lost.addClassName("shared-quiet");
                    line.add(lost);
                });
        if (conflict.lost().fields().containsKey("deletedAt")) {
            line.add(new Paragraph(getTranslation("shared.conflict.revived")));
        }
        return line;
    }

    private void create() {
        try {
            String made = records.create(owner, table, form.all());
            go.accept(Optional.of(made));
        } catch (InvalidRecord refused) {
            form.mark(refused);
        } catch (Problem problem) {
            Notices.tell(ProblemWords.both(this, problem));
        }
    }

    private void save(String id) {
        Obj changed = form.changed();
        deed(() -> records.edit(owner, table, id, changed));
    }

    /** Does it, and shows the record as it is then. */
    private void deed(Runnable work) {
        Optional<String> of = shown;
        try {
            work.run();
            shown = Optional.empty();
            of.ifPresent(id -> go.accept(Optional.of(id)));
        } catch (InvalidRecord refused) {
            form.mark(refused);
        } catch (Problem problem) {
            Notices.tell(ProblemWords.both(this, problem));
        }
    }
}

package dev.lockstep.data.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.kit.time.Moments;
import dev.lockstep.sync.RecordConflicts;
import dev.lockstep.sync.table.TableField;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One conflict beside the list: what lost and what there is now, field by field, and what to make of it. On the page's thread. */
final class ConflictPanel extends Aside {

    private final RecordConflicts conflicts;
    private final Owner owner;
    private final Consumer<Optional<ChangeId>> go;
    private final Div body = new Div();
    private final Map<String, Checkbox> chosen = new LinkedHashMap<>();
    private Optional<ConflictRow> shown = Optional.empty();

    /** @param go opens another conflict beside the list, or none */
    ConflictPanel(RecordConflicts conflicts, Owner owner, Consumer<Optional<ChangeId>> go) {
        this.conflicts = conflicts;
        this.owner = owner;
        this.go = go;
        addClassNames("failure-panel", "record-panel");
        getElement().setAttribute("aria-label", getTranslation("conflicts.one"));
        var close = new Button(Glyph.CROSS.draw(), click -> go.accept(Optional.empty()));
        close.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        close.setAriaLabel(getTranslation("conflicts.close"));
        var bar = new Header(new Span(getTranslation("conflicts.one")), close);
        bar.addClassName("failure-bar");
        body.addClassName("conflict-body");
        add(bar, body);
        setVisible(false);
    }

    void close() {
        shown = Optional.empty();
        setVisible(false);
    }

    /** What was ticked stays while the conflict is as it was. */
    void show(ConflictRow row) {
        setVisible(true);
        if (shown.equals(Optional.of(row))) {
            return;
        }
        shown = Optional.of(row);
        chosen.clear();
        body.removeAll();
        body.add(new H2(row.name()), said(row));
        if (row.deletionLost()) {
            body.add(new Paragraph(getTranslation("conflicts.revived")));
        } else {
            body.add(values(row));
        }
        body.add(actions(row));
    }

    private Component said(ConflictRow row) {
        var said = new Paragraph(getTranslation(
                row.conflict().won() ? "conflicts.won" : "conflicts.lost",
                Moments.dateTime(this, row.conflict().happenedAt())));
        said.addClassName("shared-quiet");
        return said;
    }

    private Component values(ConflictRow row) {
        var values = new Div();
        values.addClassName("conflict-values");
        boolean choosing = !row.isSettled() && row.now().isPresent();
        for (TableField field : row.lost()) {
            String label = TableWords.label(this, row.table(), field);
            var line = new Div();
            line.addClassName("conflict-value");
            if (choosing) {
                var box = new Checkbox(label, true);
                chosen.put(field.name(), box);
                line.add(box);
            } else {
                line.add(new Span(label));
            }
            String now = row.now()
                    .map(record -> TableWords.value(this, row.table(), field, record.fields()))
                    .orElse("");
            line.add(
                    side(
                            row.conflict().won() ? "conflicts.theirs" : "conflicts.yours",
                            TableWords.value(
                                    this, row.table(), field, row.conflict().lost())),
                    side("conflicts.now", now));
            values.add(line);
        }
        return values;
    }

    private Component side(String key, String value) {
        var name = new Span(getTranslation(key));
        name.addClassName("shared-quiet");
        var text = new Span(value.isEmpty() ? getTranslation("conflicts.empty") : value);
        var side = new Div(name, text);
        side.addClassName("conflict-side");
        return side;
    }

    private Component actions(ConflictRow row) {
        var actions = new Div();
        actions.addClassName("failure-actions");
        if (row.isSettled()) {
            actions.add(new Paragraph(getTranslation(
                    row.settled().putBack().isPresent() ? "conflicts.taken" : "conflicts.left",
                    Moments.dateTime(this, row.settled().settledAt().orElseThrow()))));
            actions.add(new Button(
                    getTranslation("conflicts.undo"), click -> deed(() -> conflicts.reopen(owner, row.id()))));
        } else {
            if (row.now().isPresent()) {
                var take = new Button(
                        getTranslation(row.deletionLost() ? "conflicts.delete" : "conflicts.take"), click -> take(row));
                take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
                actions.add(take);
            }
            actions.add(new Button(
                    getTranslation("conflicts.leave"), click -> deed(() -> conflicts.leave(owner, row.id()))));
        }
        var record = new Anchor(
                "data/" + row.table().name() + "?record="
                        + row.conflict().record().clientId(),
                getTranslation("conflicts.record"));
        actions.add(record);
        return actions;
    }

    private void take(ConflictRow row) {
        Set<String> fields = row.deletionLost()
                ? Set.of(RecordConflicts.DELETED)
                : chosen.entrySet().stream()
                        .filter(one -> one.getValue().getValue())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        if (fields.isEmpty()) {
            Notices.tell(getTranslation("conflicts.none-chosen"));
            return;
        }
        deed(() -> conflicts.take(owner, row.id(), fields));
    }

    private void deed(Runnable work) {
        Optional<ChangeId> of = shown.map(ConflictRow::id);
        try {
            work.run();
            go.accept(of);
        } catch (Problem problem) {
            Notices.tell(ProblemWords.both(this, problem));
        }
    }
}

package dev.lockstep.project.ui.variables;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.checkbox.CheckboxGroupVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.kit.Live;
import dev.lockstep.project.ui.page.Words;
import dev.lockstep.project.variables.VariableDiff;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What would change in some variables, by name, to be picked from and applied only after it has been seen. */
final class DiffDialog extends Dialog {

    private final Apply apply;
    private final Div preview = new Div();
    private final CheckboxGroup<String> picked = new CheckboxGroup<>();
    private final Button go;
    private Optional<Supplier<VariableDiff>> asked = Optional.empty();
    private Optional<VariableDiff> shown = Optional.empty();

    /** Applies what was picked, and tells what came of it: why it was refused, or nothing. */
    @FunctionalInterface
    interface Apply {
        void apply(List<VariableChange> changes, Consumer<Optional<String>> done);
    }

    DiffDialog(String title, String lead, String verb, Apply apply) {
        this.apply = apply;
        setHeaderTitle(title);
        addClassName("confirm");
        setWidth("36rem");
        preview.addClassName("paste-preview");
        preview.getElement().setAttribute("role", "status");
        picked.addThemeVariants(CheckboxGroupVariant.LUMO_VERTICAL);
        picked.setLabel(getTranslation("diff.pick"));
        picked.addValueChangeListener(change -> ready());
        go = new Button(verb, click -> go());
        go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        go.setEnabled(false);
        add(new Paragraph(lead), preview);
        getFooter().add(new Button(getTranslation("cancel"), click -> close()), go);
    }

    /** Asks what would change, as soon as the dialog is to be seen. */
    void look(Supplier<VariableDiff> diff) {
        asked = Optional.of(diff);
        if (isAttached()) {
            ask(diff);
        }
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        asked.ifPresent(this::ask);
    }

    private void ask(Supplier<VariableDiff> diff) {
        shown = Optional.empty();
        go.setEnabled(false);
        preview.removeAll();
        preview.add(new Span(getTranslation("variables.loading")));
        Live.of(this).run(diff, this::show, failure -> refused(Words.told(this, failure)));
    }

    private void show(VariableDiff diff) {
        shown = Optional.of(diff);
        preview.removeAll();
        if (diff.isEmpty()) {
            preview.add(new Paragraph(getTranslation("paste.nothing")));
            return;
        }
        var names = new ArrayList<>(diff.added());
        names.addAll(diff.changed());
        picked.setItems(names);
        picked.setItemLabelGenerator(
                name -> getTranslation(diff.added().contains(name) ? "diff.added" : "diff.changed", name));
        picked.setValue(new LinkedHashSet<>(names));
        preview.add(picked);
        if (!diff.same().isEmpty()) {
            preview.add(
                    new Paragraph(getTranslation("paste.same", diff.same().size(), String.join(", ", diff.same()))));
        }
        ready();
    }

    private void ready() {
        go.setEnabled(shown.isPresent() && !picked.getValue().isEmpty());
    }

    private void go() {
        go.setEnabled(false);
        List<VariableChange> changes = shown.orElseThrow().changes().stream()
                .filter(change -> picked.getValue().contains(change.name()))
                .toList();
        apply.apply(changes, refused -> refused.ifPresentOrElse(this::refused, this::close));
    }

    private void refused(String why) {
        var told = new Paragraph(why);
        told.addClassName("connected-error");
        told.getElement().setAttribute("role", "alert");
        preview.add(told);
        ready();
    }
}

package dev.lockstep.project.ui.variables;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextArea;
import dev.lockstep.convex.deployment.VariableValue;
import dev.lockstep.core.EnvFile;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.project.Variables;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Confirmed;
import dev.lockstep.project.ui.page.Production;
import dev.lockstep.project.ui.page.Words;
import dev.lockstep.project.variables.VariableDiff;
import java.util.Optional;

/** A whole {@code .env} file: pasted, looked through, and applied only after what would change has been seen. */
final class PasteDialog extends Dialog {

    private final Variables variables;
    private final Visit visit;
    private final Production production;
    private final Runnable applied;
    private final TextArea text = new TextArea();
    private final Div preview = new Div();
    private Optional<VariableDiff> ready = Optional.empty();
    private final Button look = new Button(getTranslation("paste.look"), click -> look());
    private final Button apply = new Button(getTranslation("paste.apply"), click -> ready.ifPresent(this::ask));

    PasteDialog(Variables variables, Visit visit, Production production, Runnable applied) {
        this.variables = variables;
        this.visit = visit;
        this.production = production;
        this.applied = applied;
        setHeaderTitle(getTranslation("paste.title"));
        addClassName("confirm");
        setWidth("40rem");
        text.setLabel(getTranslation("paste.label"));
        text.setHelperText(getTranslation("paste.help"));
        text.setAutocomplete(Autocomplete.OFF);
        text.setWidthFull();
        text.setAutofocus(true);
        text.setMinHeight("10rem");
        text.setMaxHeight("20rem");
        text.addClassName("mono-field");
        text.addValueChangeListener(change -> reset());
        look.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        apply.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        apply.setVisible(false);
        preview.addClassName("paste-preview");
        preview.getElement().setAttribute("role", "status");
        add(text, preview);
        getFooter().add(new Button(getTranslation("cancel"), click -> close()), look, apply);
    }

    private void reset() {
        ready = Optional.empty();
        preview.removeAll();
        apply.setVisible(false);
        look.setVisible(true);
    }

    private void look() {
        EnvFile.Read read = EnvFile.read(text.getValue());
        var wanted = VariableValue.all(read.values());
        Live.of(this).run(() -> variables.diff(visit.asEditor(), wanted), diff -> show(read, diff), this::failed);
    }

    private void show(EnvFile.Read read, VariableDiff diff) {
        preview.removeAll();
        preview.add(new DiffLines(diff));
        if (!read.remarks().isEmpty()) {
            var list = new UnorderedList();
            read.remarks()
                    .forEach(remark -> list.add(new ListItem(
                            getTranslation("paste.remark." + remark.kind(), remark.line(), remark.name()))));
            preview.add(list);
        }
        if (diff.isEmpty()) {
            return;
        }
        look.setVisible(false);
        apply.setVisible(true);
        apply.setText(production.words("paste.apply.count", diff.changes().size()));
        ready = Optional.of(diff);
    }

    private void ask(VariableDiff diff) {
        production.ask(
                getTranslation("paste.ask", diff.changes().size()),
                production.words("paste.apply.count", diff.changes().size()),
                confirmed -> apply(diff, confirmed),
                () -> {});
    }

    private void apply(VariableDiff diff, Confirmed confirmed) {
        ready = Optional.empty();
        Live.of(this)
                .run(
                        () -> {
                            variables.change(visit.toChangeAsEditor(), diff.changes(), confirmed);
                            return diff;
                        },
                        done -> {
                            close();
                            Notices.tell(
                                    getTranslation("paste.done", diff.changes().size()));
                            applied.run();
                        },
                        this::failed);
    }

    private void failed(RuntimeException failure) {
        reset();
        var why = new Paragraph(Words.told(this, failure));
        why.addClassName("connected-error");
        preview.add(why);
    }
}

package dev.lockstep.project.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextArea;
import dev.lockstep.account.person.UserId;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.project.Variables;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.variables.EnvFile;
import dev.lockstep.project.variables.VariableDiff;
import java.util.List;
import java.util.Optional;

/** A whole {@code .env} file: pasted, looked through, and applied only after what would change has been seen. */
final class PasteDialog extends Dialog {

    private final Variables variables;
    private final UserId person;
    private final ProjectId project;
    private final Runnable applied;
    private final TextArea text = new TextArea();
    private final Div preview = new Div();
    private Optional<VariableDiff> ready = Optional.empty();
    private final Button look = new Button(getTranslation("paste.look"), click -> look());
    private final Button apply = new Button(getTranslation("paste.apply"), click -> ready.ifPresent(this::apply));

    PasteDialog(Variables variables, UserId person, ProjectId project, Runnable applied) {
        this.variables = variables;
        this.person = person;
        this.project = project;
        this.applied = applied;
        setHeaderTitle(getTranslation("paste.title"));
        addClassName("confirm");
        setWidth("40rem");
        text.setLabel(getTranslation("paste.label"));
        text.setHelperText(getTranslation("paste.help"));
        text.setAutocomplete(Autocomplete.OFF);
        text.setWidthFull();
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
        Live.of(this).run(() -> variables.diff(person, project, read.values()), diff -> show(read, diff), this::failed);
    }

    private void show(EnvFile.Read read, VariableDiff diff) {
        preview.removeAll();
        line("paste.added", diff.added());
        line("paste.changed", diff.changed());
        line("paste.same", diff.same());
        if (!read.remarks().isEmpty()) {
            var list = new UnorderedList();
            read.remarks()
                    .forEach(remark -> list.add(new ListItem(
                            getTranslation("paste.remark." + remark.kind(), remark.line(), remark.name()))));
            preview.add(list);
        }
        if (diff.isEmpty()) {
            preview.add(new Paragraph(getTranslation("paste.nothing")));
            return;
        }
        look.setVisible(false);
        apply.setVisible(true);
        apply.setText(getTranslation("paste.apply.count", diff.changes().size()));
        ready = Optional.of(diff);
    }

    private void line(String key, List<String> names) {
        if (!names.isEmpty()) {
            preview.add(new Paragraph(getTranslation(key, names.size(), String.join(", ", names))));
        }
    }

    private void apply(VariableDiff diff) {
        ready = Optional.empty();
        Live.of(this)
                .run(
                        () -> {
                            variables.change(person, project, diff.changes());
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

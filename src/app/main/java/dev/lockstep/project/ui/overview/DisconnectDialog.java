package dev.lockstep.project.ui.overview;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.radiobutton.RadioGroupVariant;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
import dev.lockstep.project.ui.page.Words;

/** Asks how much is to go, and for the name of what cannot be brought back. */
final class DisconnectDialog extends Dialog {

    private final Connections connections;
    private final Visit visit;
    private final Project project;
    private final String slug;
    private final RadioButtonGroup<Parting> parting = new RadioButtonGroup<>();
    private final Paragraph consequence = new Paragraph();
    private final TextField typed = new TextField();
    private final Paragraph problem = new Paragraph();
    private final Button yes = new Button(getTranslation("disconnect.do"), click -> disconnect());

    DisconnectDialog(Connections connections, Visit visit, Project project) {
        this.connections = connections;
        this.visit = visit;
        this.project = project;
        Connection connection = connections.of(visit.asViewer());
        slug = connection.connected().flatMap(Connected::projectSlug).orElse("");
        setHeaderTitle(getTranslation("disconnect.title", project.name()));
        addClassNames("confirm", "disconnect-dialog");
        parting.setLabel(getTranslation("disconnect.how"));
        parting.addThemeVariants(RadioGroupVariant.LUMO_VERTICAL);
        parting.setItems(slug.isEmpty() ? new Parting[] {Parting.FORGET} : Parting.values());
        parting.setItemLabelGenerator(choice -> getTranslation("disconnect." + choice));
        parting.setValue(slug.isEmpty() ? Parting.FORGET : Parting.DELETE_KEY);
        parting.addValueChangeListener(change -> explain());
        typed.setLabel(getTranslation("disconnect.type", slug));
        typed.setWidthFull();
        typed.setAutocomplete(com.vaadin.flow.component.textfield.Autocomplete.OFF);
        typed.setValueChangeMode(ValueChangeMode.EAGER);
        typed.addValueChangeListener(change -> explain());
        problem.addClassName("connected-error");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_ERROR);
        add(parting, consequence, typed, problem);
        getFooter().add(new Button(getTranslation("disconnect.keep"), click -> close()), yes);
        explain();
    }

    private void explain() {
        boolean deletes = parting.getValue() == Parting.DELETE_PROJECT;
        consequence.setText(getTranslation("disconnect." + parting.getValue() + ".detail"));
        typed.setVisible(deletes);
        yes.setEnabled(!deletes || typed.getValue().strip().equals(slug));
        yes.setText(getTranslation(deletes ? "disconnect.do.delete" : "disconnect.do"));
    }

    private void disconnect() {
        yes.setEnabled(false);
        problem.setVisible(false);
        Parting chosen = parting.getValue();
        Live.of(this)
                .run(
                        () -> {
                            connections.disconnect(visit.toChangeAsOwner(), chosen);
                            return chosen;
                        },
                        done -> {
                            close();
                            Notices.tell(getTranslation("disconnect.done"));
                        },
                        failure -> {
                            yes.setEnabled(true);
                            problem.setVisible(true);
                            problem.setText(Words.told(this, failure));
                        });
    }
}

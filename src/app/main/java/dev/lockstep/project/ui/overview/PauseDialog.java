package dev.lockstep.project.ui.overview;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.lockstep.project.Connection;
import dev.lockstep.project.connection.Deployment;

/** Asks before a deployment stops answering; for production also for its name. */
final class PauseDialog extends Dialog {

    PauseDialog(Connection connection, Runnable pause) {
        Deployment deployment = connection.deployment().orElseThrow();
        String name = deployment.name().orElseGet(() -> deployment.url().getAuthority());
        boolean production = connection.isProduction();
        setHeaderTitle(getTranslation("deployment.pause.title", name));
        addClassName("confirm");
        setWidth("34rem");
        var typed = new TextField(getTranslation("disconnect.type", name));
        typed.setWidthFull();
        typed.setAutofocus(production);
        typed.setAutocomplete(Autocomplete.OFF);
        typed.setValueChangeMode(ValueChangeMode.EAGER);
        typed.setVisible(production);
        var yes = new Button(
                getTranslation(production ? "deployment.pause.do.production" : "deployment.pause.do"), click -> {
                    close();
                    pause.run();
                });
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_ERROR);
        yes.setEnabled(!production);
        typed.addValueChangeListener(
                change -> yes.setEnabled(typed.getValue().strip().equals(name)));
        add(new Paragraph(getTranslation("deployment.pause.detail")), typed);
        getFooter().add(new Button(getTranslation("deployment.pause.keep"), click -> close()), yes);
    }
}

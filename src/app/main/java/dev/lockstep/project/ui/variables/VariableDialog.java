package dev.lockstep.project.ui.variables;

import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.convex.deployment.VariableChange;
import dev.lockstep.convex.deployment.VariableValue;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One variable: its name, when it is new, and its value. */
final class VariableDialog extends Dialog {

    /**
     * @param known its value, when it has been shown; else it is typed anew
     * @param verb what the button says
     * @param save called with the change and with whom to tell what came of it
     */
    VariableDialog(
            String name,
            Optional<VariableValue> known,
            String verb,
            BiConsumer<VariableChange, Consumer<Optional<String>>> save) {
        setHeaderTitle(getTranslation(name.isEmpty() ? "variables.add" : "variables.edit.title", name));
        addClassName("confirm");
        setWidth("34rem");
        var nameField = new TextField(getTranslation("variables.name"));
        nameField.setValue(name);
        nameField.setReadOnly(!name.isEmpty());
        nameField.setAutocomplete(Autocomplete.OFF);
        nameField.setWidthFull();
        nameField.setAutofocus(name.isEmpty());
        var value = new TextArea(getTranslation("variables.value"));
        value.setValue(known.map(VariableValue::text).orElse(""));
        value.setAutocomplete(Autocomplete.OFF);
        value.setWidthFull();
        value.setAutofocus(!name.isEmpty());
        value.setMaxHeight("16rem");
        if (!name.isEmpty() && known.isEmpty()) {
            value.setHelperText(getTranslation("variables.edit.hidden"));
        }
        var go = new Button(verb);
        go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        go.addClickListener(click -> {
            nameField.setInvalid(false);
            value.setInvalid(false);
            if (value.isEmpty()) {
                // A key that was typed above by mistake would be saved as a name, to be read by everybody.
                refuse(value, getTranslation("variables.value.empty"));
                return;
            }
            go.setEnabled(false);
            var change =
                    new VariableChange(nameField.getValue().strip(), Optional.of(new VariableValue(value.getValue())));
            save.accept(change, refused -> {
                go.setEnabled(true);
                refused.ifPresentOrElse(why -> refuse(nameField, why), this::close);
            });
        });
        add(nameField, value);
        getFooter().add(new Button(getTranslation("cancel"), click -> close()), go);
    }

    private static void refuse(HasValidation field, String why) {
        field.setErrorMessage(why);
        field.setInvalid(true);
    }
}

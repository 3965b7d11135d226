package dev.lockstep.project.ui.page;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.Projects;
import java.util.function.Consumer;

/** Asks for one line: a name, an address. */
public final class NameDialog {

    private NameDialog() {}

    /** Asks for a name. */
    public static void ask(String title, String now, String verb, Consumer<String> named) {
        var dialog = new Dialog(title);
        ask(dialog, dialog.getTranslation("projects.name"), now, verb, named);
    }

    /**
     * @param label what the line is
     * @param named throws a {@link Problem} when it will not do; that is shown and nothing is lost
     */
    public static void ask(Dialog dialog, String label, String now, String verb, Consumer<String> named) {
        dialog.addClassName("confirm");
        var name = new TextField(label);
        name.setValue(now);
        name.setMaxLength(Projects.LONGEST_NAME);
        name.setWidthFull();
        name.setAutofocus(true);
        Runnable done = () -> {
            try {
                named.accept(name.getValue());
                dialog.close();
            } catch (Problem problem) {
                name.setErrorMessage(ProblemWords.sentence(name, problem));
                name.setInvalid(true);
            }
        };
        var yes = new Button(verb, click -> done.run());
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        name.addKeyPressListener(Key.ENTER, press -> done.run());
        dialog.add(name);
        dialog.getFooter().add(new Button(dialog.getTranslation("cancel"), click -> dialog.close()), yes);
        dialog.open();
    }
}

package dev.lockstep.kit;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;

/** A question before something is done that cannot be undone. The verb is on the button. */
public final class Confirm {

    private Confirm() {}

    /**
     * @param consequence what is lost and what is not
     * @param verb what the button says, for example "Delete"
     * @param keep what the other button says
     */
    public static void ask(String question, String consequence, String verb, String keep, Runnable action) {
        var dialog = new Dialog(question, new Paragraph(consequence));
        dialog.addClassName("confirm");
        dialog.setWidth("34rem");
        var yes = new Button(verb, click -> {
            dialog.close();
            action.run();
        });
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_ERROR);
        dialog.getFooter().add(new Button(keep, click -> dialog.close()), yes);
        dialog.open();
    }
}

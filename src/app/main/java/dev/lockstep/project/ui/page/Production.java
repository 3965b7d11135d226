package dev.lockstep.project.ui.page;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.project.Connection;
import dev.lockstep.project.access.Confirmed;
import java.util.function.Consumer;

/**
 * Asks before something changes in production; not again on this page once the person has said so. Where it is not
 * production that is looked at, nothing is asked.
 */
public final class Production extends Div {

    private final boolean production;
    private boolean free;

    public Production(Connection connection) {
        this.production = connection.isProduction();
        addClassName("production-strip");
        getElement().setAttribute("role", "status");
        var stop = new Button(getTranslation("production.again"), click -> become(false));
        stop.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        add(new Span(getTranslation("production.free")), stop);
        become(false);
    }

    private void become(boolean now) {
        free = now;
        setVisible(free);
    }

    /** A text that names production where it is meant: {@code key} or {@code key.production}. */
    public String words(String key, Object... parts) {
        return getTranslation(production ? key + ".production" : key, parts);
    }

    /** Whether the next {@link #ask} asks. */
    public boolean isAsked() {
        return production && !free;
    }

    /**
     * @param what is about to happen, as a question
     * @param verb what the button says
     * @param refused called when the person thinks better of it
     */
    public void ask(String what, String verb, Consumer<Confirmed> action, Runnable refused) {
        if (!production) {
            action.accept(Confirmed.NO);
        } else if (free) {
            action.accept(Confirmed.PRODUCTION);
        } else {
            open(what, verb, action, refused);
        }
    }

    private void open(String what, String verb, Consumer<Confirmed> action, Runnable refused) {
        var dialog = new Dialog(what, new Paragraph(getTranslation("production.detail")));
        dialog.addClassName("confirm");
        dialog.setCloseOnOutsideClick(false);
        var free = new Checkbox(getTranslation("production.free.until"));
        free.addClassName("production-free");
        dialog.add(free);
        var yes = new Button(verb, click -> {
            dialog.close();
            become(free.getValue());
            action.accept(Confirmed.PRODUCTION);
        });
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_ERROR);
        dialog.getFooter()
                .add(
                        new Button(getTranslation("cancel"), click -> {
                            dialog.close();
                            refused.run();
                        }),
                        yes);
        dialog.addDialogCloseActionListener(close -> {
            dialog.close();
            refused.run();
        });
        dialog.open();
    }
}

package dev.lockstep.kit;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** A value to take elsewhere: shown whole, selectable, with a button that copies it. Never for secrets. */
public final class CopyField extends Div {

    private final Span shown = new Span();

    /** @param name what it is, for the button's name */
    public CopyField(String name) {
        addClassName("copy-field");
        shown.addClassName("mono");
        var copy = new Button(getTranslation("copy"));
        copy.addThemeVariants(ButtonVariant.LUMO_SMALL);
        copy.setAriaLabel(getTranslation("copy.name", name));
        // In the browser alone: the clipboard opens only to the click itself.
        copy.getElement()
                .executeJs(
                        "this.addEventListener('click', () => navigator.clipboard?.writeText($0.textContent).then("
                                + "() => { this.textContent = $1; setTimeout(() => this.textContent = $2, 1600); }))",
                        shown.getElement(),
                        getTranslation("copy.done"),
                        getTranslation("copy"));
        add(shown, copy);
    }

    public void show(String value) {
        shown.setText(value);
    }
}

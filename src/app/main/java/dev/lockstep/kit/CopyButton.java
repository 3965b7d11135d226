package dev.lockstep.kit;

import com.vaadin.flow.component.button.Button;

/** Copies a text that is not shown as it is copied. Never for secrets. */
public final class CopyButton extends Button {

    /** @param label what is copied */
    public CopyButton(String label, String text) {
        super(label);
        // In the browser alone: the clipboard opens only to the click itself.
        getElement()
                .executeJs(
                        "this.addEventListener('click', () => navigator.clipboard?.writeText($0).then("
                                + "() => { this.textContent = $1; setTimeout(() => this.textContent = $2, 1600); }))",
                        text,
                        getTranslation("copy.done"),
                        label);
    }
}

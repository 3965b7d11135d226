package dev.lockstep.kit;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import org.jspecify.annotations.Nullable;

/**
 * One system's answer to what a person did: {@code Convex ✓ saved · 0.2 s}. The coloured edge says whose answer it is,
 * glyph and word say what the answer was.
 */
public final class SystemChip extends ListItem {

    /** Whose statement it is. */
    public enum System {
        CLERK("system-clerk"),
        CONVEX("system-convex"),
        OTHER("system-other");

        private final String className;

        System(String className) {
            this.className = className;
        }
    }

    private final String title;
    private State state = State.WAIT;

    public SystemChip(System system, String title) {
        this.title = title;
        addClassNames("system-chip", system.className, state.className());
    }

    /** Shows that the answer is still to come. */
    public SystemChip busy(String detail) {
        show(State.WAIT, detail);
        getElement().setAttribute("aria-busy", "true");
        return this;
    }

    public SystemChip show(State newState, String detail) {
        removeClassName(state.className());
        state = newState;
        addClassName(state.className());
        getElement().removeAttribute("aria-busy");
        removeAll();
        var name = new Span();
        name.getElement().appendChild(strong(title));
        var text = new Span(detail);
        text.addClassName("detail");
        add(state.glyph().draw(), name, text);
        return this;
    }

    /** Adds a button to the chip. */
    public SystemChip action(String label, String accessibleName, @Nullable Runnable action) {
        if (action != null) {
            var button = new NativeButton(label);
            button.addClickListener(click -> {
                button.setEnabled(false);
                action.run();
            });
            button.getElement().setAttribute("aria-label", accessibleName);
            add(button);
        }
        return this;
    }

    private static Element strong(String text) {
        var element = new Element("strong");
        element.setText(text);
        return element;
    }
}

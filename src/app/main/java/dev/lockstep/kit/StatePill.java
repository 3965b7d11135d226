package dev.lockstep.kit;

import com.vaadin.flow.component.html.Span;

/** Glyph and word for how things stand; screen readers hear it change. */
public final class StatePill extends Span {

    private State state;

    public StatePill(State state, String word) {
        this.state = state;
        addClassName("state-pill");
        getElement().setAttribute("role", "status");
        show(state, word);
    }

    public void show(State newState, String word) {
        removeClassName(state.className());
        state = newState;
        addClassName(state.className());
        removeAll();
        add(state.glyph().draw(), new Span(word));
    }
}

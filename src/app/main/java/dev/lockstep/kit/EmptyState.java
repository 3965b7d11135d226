package dev.lockstep.kit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;

/** What a page or a list shows when there is nothing: a drawing, what that means, and one way on. */
public final class EmptyState extends Div {

    /** For a part of a page. */
    public EmptyState(Glyph glyph, String title, String sentence, Component... ways) {
        this(glyph, new H2(title), sentence, ways);
    }

    /** For a page that has nothing else, so that its title is the page's. */
    public static EmptyState page(Glyph glyph, String title, String sentence, Component... ways) {
        return new EmptyState(glyph, new H1(title), sentence, ways);
    }

    private EmptyState(Glyph glyph, Component title, String sentence, Component... ways) {
        addClassName("empty-state");
        add(glyph.draw(), title, new Paragraph(sentence));
        add(ways);
    }
}

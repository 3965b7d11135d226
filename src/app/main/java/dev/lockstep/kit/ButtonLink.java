package dev.lockstep.kit;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;

/** A link that looks like a button, for going somewhere; a button is for doing something. */
public final class ButtonLink extends Anchor {

    /** A link to a page of this application. */
    public static ButtonLink to(String route, String text) {
        return new ButtonLink(route, text);
    }

    /** A link out of the page's router: a sign-in, a download. */
    public static ButtonLink leaving(String href, Glyph glyph, String text) {
        var link = new ButtonLink(href, "");
        link.setRouterIgnore(true);
        link.add(glyph.draw(), new Span(text));
        return link;
    }

    private ButtonLink(String href, String text) {
        super(href, text);
        addClassName("button-link");
    }

    /** The one main way of a page. */
    public ButtonLink main() {
        addClassName("main");
        return this;
    }
}

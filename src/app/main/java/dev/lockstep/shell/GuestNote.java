package dev.lockstep.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.Glyph;

/** Tells a guest where what they write is, and for how long. */
final class GuestNote extends Div {

    GuestNote() {
        addClassName("guest-note");
        getElement().setAttribute("role", "note");
        add(
                new Span(getTranslation("guest.note")),
                ButtonLink.leaving("oauth2/authorization/clerk", Glyph.PERSON, getTranslation("guest.sign-in")));
    }
}

package dev.lockstep.kit;

import com.vaadin.flow.component.html.Span;
import java.util.Locale;

/**
 * The small drawings of the product, one colour each: that of the text around them. Drawn by us; the files are in
 * {@code frontend/styles/icons}. Decoration only: a word always stands beside them.
 */
public enum Glyph {
    MARK,
    HOME,
    PERSON,
    PEOPLE,
    FAILURE,
    CHECK,
    CROSS,
    WAIT,
    RETRY,
    SIGN_OUT,
    MAIL,
    GITHUB,
    GOOGLE,
    LAPTOP,
    CREATE,
    GALLERY,
    DOWNLOAD,
    DELETE,
    WEBHOOK,
    AUDIT,
    COMPARE,
    HEALTH,
    SETUP,
    PROJECT,
    DATA,
    CONNECT,
    START,
    STOP,
    MORE;

    public Span draw() {
        var span = new Span();
        span.addClassNames("glyph", "glyph-" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        span.getElement().setAttribute("aria-hidden", "true");
        return span;
    }
}

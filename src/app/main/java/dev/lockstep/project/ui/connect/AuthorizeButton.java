package dev.lockstep.project.ui.connect;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.kit.Glyph;
import dev.lockstep.project.access.ProjectId;

/**
 * Opens Convex's page in a window of its own, in the click itself: browsers block windows that open later. Where they
 * block it all the same, it says so and offers this tab instead.
 */
final class AuthorizeButton extends Div {

    private final Div blocked = new Div();

    AuthorizeButton(ProjectId project, String text) {
        addClassName("authorize");
        String address = "convex/connect?project=" + project;
        var open = new Button(text, Glyph.CONNECT.draw());
        open.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        open.addClassName("authorize-open");
        open.getElement()
                .executeJs(
                        "this.addEventListener('click', () => { const w = window.open(new URL($0, document.baseURI),"
                                + " 'lockstep-convex', 'popup,width=720,height=820');"
                                + " if (!w) $1.dispatchEvent(new CustomEvent('window-blocked')); })",
                        address + "&window=popup",
                        getElement());
        var note = new Paragraph(getTranslation("connect.blocked"));
        var here = new Anchor(address + "&window=tab", getTranslation("connect.this-tab"));
        here.setRouterIgnore(true);
        here.addClassName("button-link");
        blocked.add(note, here);
        blocked.addClassName("authorize-blocked");
        blocked.getElement().setAttribute("role", "alert");
        blocked.setVisible(false);
        getElement().addEventListener("window-blocked", event -> blocked.setVisible(true));
        add(open, blocked);
    }
}

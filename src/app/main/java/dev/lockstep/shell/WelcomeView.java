package dev.lockstep.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.Glyph;

/** What this is, for anyone, and the ways in. */
@Route(value = "", autoLayout = false)
@AnonymousAllowed
class WelcomeView extends Div implements HasDynamicTitle, BeforeEnterObserver {

    private static final String SIGN_IN = "oauth2/authorization/clerk?with=";

    private final Div problem = new Div();

    WelcomeView(CurrentAccount current, Environment environment) {
        addClassName("welcome");
        var brand = new Anchor("", Glyph.MARK.draw(), new Span(getTranslation("app.name")));
        brand.addClassName("brand");
        problem.addClassName("welcome-problem");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        var lead = new Paragraph(getTranslation("welcome.lead"));
        lead.addClassName("welcome-lead");
        var text = new Div(new H1(getTranslation("welcome.title")), lead, problem, ways(current));
        if (!environment.emulated().isEmpty()) {
            var note = new Paragraph(getTranslation("welcome.local." + environment.emulated()));
            note.addClassName("welcome-note");
            text.add(note);
        }
        var body = new Main(text, scene());
        body.addClassName("welcome-body");
        add(new Header(brand), body, new Footer(new Span(getTranslation("welcome.foot"))));
    }

    private Component ways(CurrentAccount current) {
        var ways = new Div();
        ways.addClassName("welcome-ways");
        if (current.id().isPresent()) {
            ways.add(ButtonLink.to("home", getTranslation("welcome.home")).main());
        } else {
            ways.add(
                    ButtonLink.leaving(SIGN_IN + "google", Glyph.GOOGLE, getTranslation("welcome.google"))
                            .main(),
                    ButtonLink.leaving(SIGN_IN + "github", Glyph.GITHUB, getTranslation("welcome.github")),
                    ButtonLink.leaving(SIGN_IN + "email", Glyph.MAIL, getTranslation("welcome.email")),
                    ButtonLink.leaving("guest", Glyph.LAPTOP, getTranslation("welcome.guest")));
        }
        return ways;
    }

    private Component scene() {
        var scene = new Div(
                sceneRow("system-clerk", Glyph.PERSON, "welcome.scene.clerk"),
                sceneRow("system-convex", Glyph.MARK, "welcome.scene.convex"),
                sceneRow("system-device", Glyph.LAPTOP, "welcome.scene.device"));
        scene.addClassName("welcome-scene");
        scene.getElement().setAttribute("role", "img");
        scene.getElement().setAttribute("aria-label", getTranslation("welcome.scene"));
        return scene;
    }

    private Component sceneRow(String system, Glyph glyph, String key) {
        var title = new Span(getTranslation(key));
        title.getStyle().set("font-weight", "620").set("display", "block");
        var detail = new Span(getTranslation(key + ".detail"));
        detail.addClassName("detail");
        var tick = Glyph.CHECK.draw();
        tick.addClassName("tick");
        var row = new Div(glyph.draw(), new Div(title, detail), tick);
        row.addClassNames("scene-row", system);
        return row;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var said = event.getLocation().getQueryParameters().getParameters();
        boolean failed = said.containsKey("problem");
        boolean ended = said.containsKey("ended");
        problem.setVisible(failed || ended);
        problem.setText(failed ? getTranslation("welcome.problem") : ended ? getTranslation("welcome.ended") : "");
    }

    @Override
    public String getPageTitle() {
        return getTranslation("app.name");
    }
}

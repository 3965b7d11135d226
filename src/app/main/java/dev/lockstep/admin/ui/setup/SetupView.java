package dev.lockstep.admin.ui.setup;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.admin.HealthDesk;
import dev.lockstep.admin.SetupDesk;
import dev.lockstep.admin.SetupDesk.Given;
import dev.lockstep.admin.SetupDesk.Origin;
import dev.lockstep.admin.ui.health.SelfTestCard;
import dev.lockstep.core.Setting;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;

/** The doctor: each variable, where to find it, what to register where, and a test of it all. */
@Route("admin/setup")
@Menu(title = "nav.setup", order = 250, icon = "SETUP")
@RolesAllowed("ADMIN")
final class SetupView extends Page implements HasDynamicTitle {

    private final Div test = new Div();

    SetupView(SetupDesk desk, HealthDesk health) {
        super(UI.getCurrent().getTranslation("setup.title"), UI.getCurrent().getTranslation("setup.lead"));
        addClassNames("admin-page", "setup");
        List<Given> given = desk.settings();
        var run = new Button(getTranslation("setup.test"), Glyph.HEALTH.draw(), click -> {
            test.removeAll();
            test.add(new SelfTestCard(health));
        });
        run.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var head = new Div(verdict(given), run);
        head.addClassName("toolbar");
        var cards = new Div();
        cards.addClassName("setup-cards");
        for (Setting.Party party : Setting.Party.values()) {
            cards.add(new SettingsCard(party, given));
        }
        cards.add(new RegisterCard(desk));
        add(head, test, cards);
    }

    private StatePill verdict(List<Given> given) {
        long missing = given.stream()
                .filter(one -> one.origin() == Origin.MISSING && one.setting().isRequired())
                .count();
        if (missing > 0) {
            return new StatePill(State.FAIL, getTranslation("setup.missing", missing));
        }
        boolean emulated = given.stream().anyMatch(one -> one.origin() == Origin.EMULATED);
        return emulated
                ? new StatePill(State.WAIT, getTranslation("setup.emulated"))
                : new StatePill(State.OK, getTranslation("setup.complete"));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("setup.title") + " · " + getTranslation("app.name");
    }
}

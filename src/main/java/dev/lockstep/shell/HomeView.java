package dev.lockstep.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.Role;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.Face;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.sync.Failures;
import dev.lockstep.sync.Waiting;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** How things stand for the person who came in. */
@Route("home")
@Menu(title = "nav.home", order = 10, icon = "HOME")
@PermitAll
class HomeView extends Page implements HasDynamicTitle {

    HomeView(Accounts accounts, CurrentAccount current, Failures failures) {
        super(
                UI.getCurrent().getTranslation("home.title", current.get().greetingName()),
                UI.getCurrent().getTranslation("home.lead"));
        Account account = current.get();
        var cards = new Div();
        cards.addClassName("home-grid");
        cards.add(account.onboarded() ? profile(account) : introduction(), changes(accounts.waiting(account.id())));
        if (account.role() == Role.ADMIN) {
            cards.add(failures(failures.count()));
        }
        add(cards);
    }

    private Section profile(Account account) {
        var name = new Div();
        var strong = new Element("strong");
        strong.setText(account.displayName());
        name.getElement().appendChild(strong);
        name.add(new Span(account.username()
                .map(username -> "@" + username)
                .or(account::email)
                .orElse("")));
        var who = new Div(new Face(account.imageUrl(), account.displayName()), name);
        who.addClassName("who");
        return card(
                new H2(getTranslation("home.profile")),
                who,
                ButtonLink.to("profile", getTranslation("home.profile.edit")));
    }

    private Section introduction() {
        return card(
                new H2(getTranslation("home.introduce")),
                new Paragraph(getTranslation("home.introduce.detail")),
                ButtonLink.to("onboarding", getTranslation("home.introduce")).main());
    }

    private Section changes(List<Waiting> waiting) {
        boolean none = waiting.isEmpty();
        var pill = none
                ? new StatePill(State.OK, getTranslation("state.in-step"))
                : new StatePill(State.WAIT, getTranslation("state.waiting", waiting.size()));
        var section = card(
                new H2(getTranslation("home.sync")),
                new Div(pill),
                new Paragraph(getTranslation(none ? "home.sync.none" : "home.sync.some")));
        if (!none) {
            section.add(ButtonLink.to("profile", getTranslation("home.sync.open")));
        }
        return section;
    }

    private Section failures(long count) {
        return card(
                new H2(getTranslation("home.failures")),
                new Paragraph(
                        count == 0
                                ? getTranslation("home.failures.none")
                                : getTranslation("home.failures.some", count)),
                ButtonLink.to("admin/failures", getTranslation("home.failures.open")));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("nav.home") + " · " + getTranslation("app.name");
    }
}
